import { Exchange } from "../live/exchange";
import { NEVER_FREE } from "../policy/provider/freedom";
import { KeyStates } from "../policy/provider/key-states";
import { unavailable } from "../policy/race/unanswered";
import { withoutCooledDown } from "../policy/routing/cool-down";
import { milliseconds } from "../vm/clock";
import { coolDowns, quotas } from "../vm/health";
import { GO_ON, Outcome, refuse } from "./outcome";

/** Leaves out of the candidates what has no key that is free, or no such model for now; a refusal if nobody is left to ask. */
export function leaveOutCooledDown(exchange: Exchange): Outcome {
  const admission = exchange.admission;
  const model = exchange.model;
  if (model === null) return GO_ON;
  const now = milliseconds();
  const states = new KeyStates(coolDowns, quotas, exchange.claim.estimate, now);
  const result = withoutCooledDown(model, admission.candidates, exchange.facts.model, states);
  admission.returnsAt = result.returnsAt == NEVER_FREE ? 0 : result.returnsAt;
  admission.candidates = result.left;
  if (result.left.length > 0) return GO_ON;
  const why = result.isLimit
    ? "each of its providers is at a limit"
    : "none of its providers has a key that may be used";
  return refuse(unavailable(model, result.isLimit ? 429 : 503, why, admission.returnsAt, now));
}
