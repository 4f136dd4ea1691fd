import { Operation } from "../dialect/operation";
import { Exchange } from "../live/exchange";
import { mayAsk } from "../policy/admission/model-access";
import { measureName } from "../policy/limits/measure";
import { Scope } from "../policy/limits/scope";
import { SoftBudget } from "../policy/limits/soft-budget";
import { softlySpent, UNSPENT } from "../policy/limits/soft-end";
import { milliseconds } from "../vm/clock";
import { books } from "../vm/limits";
import { same } from "../wire/span";
import { scopesOf } from "./limits";
import { GO_ON, Outcome } from "./outcome";

/** Takes a chat to a cheaper model where a budget has come to its soft end. A caller who may not use that one keeps its own. */
export function spareBudget(exchange: Exchange): Outcome {
  if (exchange.operation != Operation.Chat) return GO_ON;
  const scopes = scopesOf(exchange);
  for (let i = 0; i < scopes.length; i++) {
    const soft = scopes[i].soft;
    if (soft !== null && spares(exchange, scopes[i], soft)) return GO_ON;
  }
  return GO_ON;
}

function spares(exchange: Exchange, scope: Scope, soft: SoftBudget): bool {
  const model = exchange.model;
  if (model === null || same(model.name, soft.use)) return false;
  const measure = softlySpent(scope, soft, books, milliseconds());
  if (measure == UNSPENT || mayAsk(exchange.policy, exchange.key, soft.use) !== null) return false;
  exchange.softEnd = scope.kind + " " + measureName(measure);
  return exchange.admission.use(exchange.policy, exchange.key, soft.rawUse) === null;
}
