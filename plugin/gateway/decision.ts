import { body, header } from "../abi/host";
import { BufferType, MapType } from "../abi/types";
import { Failure } from "../exchange/failure";
import { Exchange } from "../live/exchange";
import { Decision } from "../policy/rules/decision";
import { DecisionAnswer, readDecisionAnswer } from "../policy/rules/decision-answer";
import { writeDecisionQuestion } from "../policy/rules/decision-question";
import { Rule } from "../policy/rules/rule";
import { ControlPlane } from "../root/control-plane";
import { Constant } from "../wire/constant";
import { Tape } from "../wire/json-tape";
import { JsonWriter } from "../wire/json-writer";
import { Output } from "../wire/output";
import { ABSENT, is } from "../wire/span";
import { GO_ON, Outcome, refuse, Wait, waitFor } from "./outcome";
import { subjectOf } from "./rules";

const PATH = new Constant("/decide");
const question = new Output();
const json = new JsonWriter(question);
const answers = new Tape();

/** Puts the question of the exchange's rule, if it has one, to the control plane. `to` null: there is none. */
export function decide(exchange: Exchange, to: ControlPlane | null): Outcome {
  const rule = exchange.applied.rule;
  const decision: Decision | null = rule === null ? null : rule.ask;
  if (rule === null || decision === null) return GO_ON;
  const token = to === null ? 0 : ask(exchange, rule, decision, to);
  return token == 0 ? takeDefault(exchange, decision) : waitFor(new DecisionWait(token, decision));
}

/** The token of the reply; 0: nobody is there to be asked. */
function ask(exchange: Exchange, rule: Rule, decision: Decision, to: ControlPlane): u32 {
  question.clear();
  json.restart();
  writeDecisionQuestion(decision, rule, subjectOf(exchange), json);
  return to.post(PATH.bytes, question.bytes, decision.timeout);
}

class DecisionWait extends Wait {
  constructor(
    token: u32,
    private decision: Decision,
  ) {
    super(token);
  }

  resume(exchange: Exchange, headerCount: i32, bodySize: i32): Outcome {
    const answer = replyOf(headerCount, bodySize);
    return answer === null ? takeDefault(exchange, this.decision) : follow(exchange, this.decision, answer);
  }
}

/** The reply of this callback; null: there is none that is of use. Spans lie in it. */
function replyOf(headerCount: i32, bodySize: i32): DecisionAnswer | null {
  if (headerCount == 0 || !is(header(MapType.CallResponseHeaders, ":status"), "200")) return null;
  return readDecisionAnswer(body(BufferType.CallResponseBody, 0, bodySize), answers);
}

/** Does what a decision has said; a model that the caller may not use is no answer. */
function follow(exchange: Exchange, decision: Decision, answer: DecisionAnswer): Outcome {
  if (answer.rawUse != ABSENT) {
    const refusal = exchange.admission.use(exchange.policy, exchange.key, answer.rawUse);
    if (refusal !== null) return takeDefault(exchange, decision);
  }
  for (let i = 0; i < answer.tags.length; i++) exchange.applied.tag(answer.tags[i]);
  return answer.deny.length > 0 ? refuse(new Failure(403, answer.deny)) : GO_ON;
}

/** A default that the caller may not use, or that is not there, leaves the model that was asked for. */
function takeDefault(exchange: Exchange, decision: Decision): Outcome {
  if (decision.rawDefault != ABSENT) exchange.admission.use(exchange.policy, exchange.key, decision.rawDefault);
  return GO_ON;
}
