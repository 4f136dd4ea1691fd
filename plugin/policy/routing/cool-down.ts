import { Span } from "../../wire/span";
import { Model } from "../model/model";
import { upstreamName } from "../model/upstream-name";
import { Bar, Freedom, NEVER_FREE } from "../provider/freedom";
import { KeyStates } from "../provider/key-states";

/** What is left of a model's candidates without those of which everything is cooling down. */
class Available {
  /** In the order in which to try them; empty: nobody is to be asked. */
  left: Array<i32> = [];
  /** When the first of the others comes back, in milliseconds since 1970; NEVER_FREE: no waiting helps. */
  returnsAt: i64 = NEVER_FREE;
  /** All are out for limits: of requests, tokens, or money. */
  isLimit: bool = true;
}

/**
 * `candidates`: indices of the model's targets. What only does badly is asked again before nobody is: those, in the order
 * of their return. `asked`: the model that the caller asked for.
 */
export function withoutCooledDown(model: Model, candidates: Array<i32>, asked: Span, states: KeyStates): Available {
  const result = new Available();
  const failing: Array<Out> = [];
  for (let i = 0; i < candidates.length; i++) {
    const target = model.targets[candidates[i]];
    const freedom = states.ofTarget(target.provider, upstreamName(target, asked));
    if (freedom.at == 0) {
      result.left.push(candidates[i]);
      continue;
    }
    result.returnsAt = min(result.returnsAt, freedom.at);
    result.isLimit = result.isLimit && freedom.isLimit;
    if (freedom.bar == Bar.Failing) failing.push(new Out(candidates[i], freedom));
  }
  if (result.left.length > 0) return result;
  failing.sort((a, b) => (a.freedom.at < b.freedom.at ? -1 : a.freedom.at > b.freedom.at ? 1 : 0));
  for (let i = 0; i < failing.length; i++) result.left.push(failing[i].index);
  return result;
}

class Out {
  constructor(
    public index: i32,
    public freedom: Freedom,
  ) {}
}
