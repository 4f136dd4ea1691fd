import { Span } from "../../wire/span";
import { ClientKey } from "../callers/client-key";
import { Model } from "../model/model";
import { Policy } from "../policy";
import { Admission } from "./admission";
import { LeftOut } from "./left-out";

/** The names that a caller may ask for, and that something may answer, as raw JSON strings; exact names only, since globs name no model. */
export function modelsFor(policy: Policy, key: ClientKey | null): Array<Span> {
  const names: Array<Span> = [];
  for (let i = 0; i < policy.models.length; i++) {
    const model = policy.models[i];
    if (model.isGlob || (key !== null && !key.mayUse(model.name))) continue;
    const admission = new Admission(key);
    admission.facts.model = model.name;
    admission.take(model);
    if (isOpen(admission, model)) names.push(model.rawName);
    admission.free();
  }
  return names;
}

/** Whether one of the model's targets at least may take what is admitted. */
function isOpen(admission: Admission, model: Model): bool {
  for (let i = 0; i < model.targets.length; i++) if (admission.barred(model.targets[i]) == LeftOut.No) return true;
  return false;
}
