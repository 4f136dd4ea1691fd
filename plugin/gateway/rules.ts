import { Operation } from "../dialect/operation";
import { Failure } from "../exchange/failure";
import { Exchange } from "../live/exchange";
import { Model } from "../policy/model/model";
import { changesOf } from "../policy/rules/body-changes";
import { Subject } from "../policy/rules/subject";
import { ABSENT, length, text } from "../wire/span";
import { changed } from "./changed-body";
import { GO_ON, Outcome, refuse, startAgain } from "./outcome";

/** An exchange that was admitted, as rules look at it. */
export function subjectOf(exchange: Exchange): Subject {
  return new Subject(
    exchange.request,
    exchange.facts,
    exchange.operation,
    exchange.key,
    exchange.raw.headers,
    exchange.stamp.seconds,
    exchange.policy.rules.findings,
  );
}

/** Finds the first rule that holds, and does what it says of the request itself. */
export function findRule(exchange: Exchange): Outcome {
  const rules = exchange.policy.rules;
  // A body that a rule has changed is not looked at again.
  if (rules.isEmpty || exchange.applied.rule !== null || exchange.operation == Operation.ShowModel) return GO_ON;
  const subject = subjectOf(exchange);
  const rule = rules.find(subject);
  if (rule === null) return GO_ON;
  exchange.applied.rule = rule;
  for (let i = 0; i < rule.tags.length; i++) exchange.applied.tag(rule.tags[i]);
  if (rule.deny != ABSENT) return refuse(new Failure(403, text(rule.deny)));
  const model: Model | null = length(rule.use) == 0 ? exchange.model : exchange.policy.model(rule.use);
  const changes = changesOf(rule, subject, model);
  return changes.isEmpty ? GO_ON : startAgain(changed(exchange.raw.body, changes));
}

/** Does what the rule says of where the request goes. */
export function followRule(exchange: Exchange): Outcome {
  const rule = exchange.applied.rule;
  if (rule === null) return GO_ON;
  const admission = exchange.admission;
  const refusal: Failure | null = rule.use == ABSENT ? null : admission.use(exchange.policy, exchange.key, rule.rawUse);
  admission.demand(rule.require);
  return refuse(refusal);
}
