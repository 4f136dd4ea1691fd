import { Operation } from "../../dialect/operation";
import { Splices } from "../../exchange/splices";
import { Traits } from "../../exchange/traits";
import { Model } from "../model/model";
import { redact } from "./redaction";
import { Rule } from "./rule";
import { Subject } from "./subject";

const NO_TRAITS = new Traits();

/** What a rule changes of a request's body. `model`: the one that is asked next; null: not known. */
export function changesOf(rule: Rule, subject: Subject, model: Model | null): Splices {
  const changes = new Splices();
  if (rule.redact != 0) redact(subject.request.prompt, rule.redact, changes);
  // Only a chat has an answer of some length, at some temperature.
  if (rule.forced.isEmpty || subject.operation != Operation.Chat) return changes;
  const traits: Traits = model === null || model.targets.length == 0 ? NO_TRAITS : model.targets[0].traits;
  subject.request.dialect.force(subject.request.tape, rule.forced, traits, changes);
  return changes;
}
