import { replaceBody } from "../abi/host";
import { BufferType } from "../abi/types";
import { Operation } from "../dialect/endpoint";
import { Failure } from "../exchange/failure";
import { Splices } from "../exchange/splices";
import { Exchange } from "../live/exchange";
import { admit } from "../policy/admission/admit";
import { Model } from "../policy/model/model";
import { changesOf } from "../policy/rules/change-body";
import { Rule } from "../policy/rules/rule";
import { Subject } from "../policy/rules/subject";
import { Tape } from "../wire/json-tape";
import { Output } from "../wire/output";
import { ABSENT, from, length, text } from "../wire/span";

/** An exchange that was admitted, as rules look at it. `tape`: of its body. */
export function subjectOf(exchange: Exchange, tape: Tape): Subject {
  return new Subject(
    exchange.facts,
    exchange.dialect,
    exchange.operation,
    exchange.key,
    exchange.headers,
    exchange.body,
    exchange.stamp.seconds,
    tape,
    exchange.policy.rules.findings,
  );
}

/** Does what the first rule says that holds for the exchange; null: none does. `tape`: of its body, here and afterwards. */
export function followRules(exchange: Exchange, tape: Tape): Rule | null {
  const rules = exchange.policy.rules;
  if (rules.isEmpty || exchange.operation == Operation.ShowModel) return null;
  const subject = subjectOf(exchange, tape);
  const rule = rules.find(subject);
  if (rule === null) return null;
  exchange.rule = rule.id;
  for (let i = 0; i < rule.tags.length; i++) exchange.tag(rule.tags[i]);
  if (rule.deny != ABSENT) {
    exchange.admission.failure = new Failure(403, text(rule.deny));
    return rule;
  }
  const model: Model | null = length(rule.use) == 0 ? exchange.model : exchange.policy.model(rule.use);
  const changes = changesOf(rule, subject, model, tape);
  if (!changes.isEmpty) rewrite(exchange, changes, tape);
  const admission = exchange.admission;
  if (rule.use != ABSENT && admission.failure === null) {
    admission.failure = admission.use(exchange.policy, exchange.key, rule.rawUse);
  }
  admission.demand(rule.require);
  return rule;
}

const changed = new Output();

/** The exchange goes on as if the client had sent the other body. */
function rewrite(exchange: Exchange, changes: Splices, tape: Tape): void {
  const body = exchange.body;
  changed.clear();
  const done = changes.apply(body, changed);
  changed.raw(from(body, done));
  replaceBody(BufferType.RequestBody, length(body), changed.bytes);
  exchange.replaceBody(changed.bytes);
  exchange.admission.free();
  exchange.admission = admit(exchange.policy, exchange.key, exchange.dialect, exchange.body, tape);
  changed.free();
}
