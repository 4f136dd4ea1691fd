import { Usage } from "../exchange/response";
import { Exchange } from "../live/exchange";
import { Charge } from "../policy/limits/price";
import { Target } from "../policy/model/target";
import { countCost, countTokens } from "../vm/metrics";
import { Answer } from "./answer";

const nothing = new Usage();

/** What the attempt took of limits, so far or in all. */
function chargeOf(exchange: Exchange, answer: Answer | null): Charge {
  if (answer === null) return new Charge(nothing, false, true, 0, 0);
  const answered = answer.outcome >= 200 && answer.outcome < 300;
  return new Charge(answer.usage, answered, answer.isWhole, exchange.claim.estimate.prompt, answer.said);
}

/** The attempt is over: counts what it took, and charges the limits of its key and of the caller. */
export function chargeAttempt(exchange: Exchange, target: Target, answer: Answer | null): void {
  const charge = chargeOf(exchange, answer);
  if (answer !== null) countTokens(target.id, answer.usage.input, answer.usage.output);
  countCost(target.id, charge.cost(target.price));
  exchange.race.settle(target, charge);
}
