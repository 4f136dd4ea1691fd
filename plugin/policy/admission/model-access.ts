import { Failure } from "../../exchange/failure";
import { Span, text } from "../../wire/span";
import { denied } from "../callers/allowlist";
import { ClientKey } from "../callers/client-key";
import { Model } from "../model/model";
import { Policy } from "../policy";

/** Why the caller does not get this model; null if it does. What it may not use is not told from what is not there. */
export function mayAsk(policy: Policy, key: ClientKey | null, name: Span): Failure | null {
  const model = policy.model(name);
  if (key !== null && (!key.mayUse(name) || (model !== null && !reachesAny(key, model, name)))) return denied(name);
  return model === null ? new Failure(404, "the model '" + text(name) + "' does not exist here", "model") : null;
}

/** Whether one of the model's targets at least is open to the key, for a request that asks for `name`. */
function reachesAny(key: ClientKey, model: Model, name: Span): bool {
  for (let i = 0; i < model.targets.length; i++) if (key.mayReach(model.targets[i], name)) return true;
  return false;
}
