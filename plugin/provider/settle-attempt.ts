import { Usage } from "../exchange/response";
import { Exchange } from "../live/exchange";
import { Charge } from "../policy/limits/price";
import { Target } from "../policy/model/target";
import { milliseconds } from "../vm/clock";
import { countCost, countTokens } from "../vm/metrics";
import { Answer } from "./answer";
import { settleKey } from "./settle-key";

const nothing = new Usage();

/** What the attempt took of the caller's limits, so far or in all. */
function chargeOf(exchange: Exchange, answer: Answer | null): Charge {
  const prompt = exchange.claim.ask.prompt;
  if (answer === null) return new Charge(nothing, false, true, 0, 0);
  const answered = answer.outcome >= 200 && answer.outcome < 300;
  return new Charge(answer.usage, answered, answer.isWhole, prompt, answer.said);
}

/** The attempt is over: counts what it took, and charges the caller's limits and the key's with it. */
export function settleAttempt(exchange: Exchange, target: Target, answer: Answer | null): void {
  const charge = chargeOf(exchange, answer);
  if (answer !== null) countTokens(target.id, answer.usage.input, answer.usage.output);
  countCost(target.id, charge.cost(target.price));
  settleKey(exchange, target, charge);
  const reservation = exchange.claim.reservation;
  if (reservation === null) return;
  reservation.charge(charge, target.price);
  reservation.release(milliseconds());
}
