import { Exchange } from "../live/exchange";
import { KeyStates } from "../policy/provider/key-states";
import { availabilityOf } from "../policy/race/availability";
import { atRest } from "../policy/race/unanswered";
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
  const available = availabilityOf(model, admission.candidates, exchange.facts.model, states);
  if (available.left.length == 0) return refuse(atRest(model, available, now));
  admission.returnsAt = available.returnsAt;
  admission.resting = without(admission.candidates, available.left);
  admission.candidates = available.left;
  return GO_ON;
}

function without(all: Array<i32>, some: Array<i32>): Array<i32> {
  const others: Array<i32> = [];
  if (all.length == some.length) return others;
  for (let i = 0; i < all.length; i++) if (!some.includes(all[i])) others.push(all[i]);
  return others;
}
