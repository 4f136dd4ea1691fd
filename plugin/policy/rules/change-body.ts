import { Operation } from "../../dialect/endpoint";
import { Splices } from "../../exchange/splices";
import { Traits } from "../../exchange/traits";
import { Tape } from "../../wire/json-tape";
import { length } from "../../wire/span";
import { Model, Policy } from "../policy";
import { redact } from "./redact";
import { Rule } from "./rule";
import { Subject } from "./subject";

const NO_TRAITS = new Traits();

/** What a rule changes of a request's body. `asked`: the model that the caller asked for. */
export function changesOf(rule: Rule, subject: Subject, policy: Policy, asked: Model | null, tape: Tape): Splices {
  const changes = new Splices();
  if (rule.redact != 0) redact(subject.prompt, rule.redact, changes);
  // Only a chat has an answer of some length, at some temperature.
  if (rule.forced.isEmpty || subject.operation != Operation.Chat) return changes;
  const model: Model | null = length(rule.use) == 0 ? asked : policy.model(rule.use);
  const traits: Traits = model === null || model.targets.length == 0 ? NO_TRAITS : model.targets[0].traits;
  subject.dialect.force(tape, rule.forced, traits, changes);
  return changes;
}
