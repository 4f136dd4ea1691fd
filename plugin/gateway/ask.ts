import { awaitReply } from "../abi/dispatcher";
import { body, header } from "../abi/host";
import { BufferType, MapType } from "../abi/types";
import { Failure } from "../exchange/failure";
import { Exchange } from "../live/exchange";
import { Answer, readAnswer } from "../policy/rules/answer";
import { Decision } from "../policy/rules/decision";
import { writeQuestion } from "../policy/rules/question";
import { Rule } from "../policy/rules/rule";
import { ControlPlane } from "../root/control-plane";
import { Constant } from "../wire/constant";
import { Tape } from "../wire/json-tape";
import { JsonWriter } from "../wire/json-writer";
import { Output } from "../wire/output";
import { ABSENT, is } from "../wire/span";
import { subjectOf } from "./follow-rules";

const PATH = new Constant("/decide");
const question = new Output();
const json = new JsonWriter(question);

/** Puts the question of a rule to the control plane; the stream `id` gets the reply. 0: nobody is there to be asked. */
export function ask(exchange: Exchange, rule: Rule, decision: Decision, to: ControlPlane, tape: Tape, id: u32): u32 {
  question.clear();
  json.restart();
  writeQuestion(decision, rule, subjectOf(exchange, tape), json);
  const token = to.post(PATH.bytes, question.bytes, decision.timeout);
  if (token != 0) awaitReply(token, id);
  return token;
}

/** The reply of this callback; null: there is none that is of use. Spans lie in it. */
export function replyOf(headerCount: i32, bodySize: i32, tape: Tape): Answer | null {
  if (headerCount == 0 || !is(header(MapType.CallResponseHeaders, ":status"), "200")) return null;
  return readAnswer(body(BufferType.CallResponseBody, 0, bodySize), tape);
}

/** Does what a decision has said; without an answer of use, the exchange takes its default. */
export function follow(exchange: Exchange, decision: Decision, answer: Answer | null): void {
  const admission = exchange.admission;
  if (answer === null) return takeDefault(exchange, decision);
  if (answer.rawUse != ABSENT && admission.use(exchange.policy, exchange.key, answer.rawUse) !== null) {
    return takeDefault(exchange, decision);
  }
  for (let i = 0; i < answer.tags.length; i++) exchange.tag(answer.tags[i]);
  if (answer.deny.length > 0) admission.failure = new Failure(403, answer.deny);
}

/** A default that the caller may not use, or that is not there, leaves the model that was asked for. */
function takeDefault(exchange: Exchange, decision: Decision): void {
  if (decision.rawDefault != ABSENT) exchange.admission.use(exchange.policy, exchange.key, decision.rawDefault);
}
