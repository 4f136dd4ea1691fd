import { Span } from "../../wire/span";
import { Model } from "../model/model";
import { upstreamName } from "../model/upstream-name";
import { Freedom, NEVER_FREE } from "../provider/freedom";
import { KeyStates } from "../provider/key-states";

/** Whom of a model's candidates a request may be sent to. */
export class Availability {
  /** In the order in which to try them; empty: nobody is to be asked. */
  left: Array<i32> = [];
  /** When the first of the others comes back, in milliseconds since 1970; NEVER_FREE: no waiting helps. */
  returnsAt: i64 = NEVER_FREE;
  /** What keeps that one is a limit: of requests, tokens, or money. */
  isLimit: bool = false;
}

/** A way to ask a candidate: with one of its provider's keys. */
class Way {
  constructor(
    public index: i32,
    public freedom: Freedom,
  ) {}
}

/**
 * `candidates`: indices of the model's targets; those of which nothing is cooling down stay in their order. Where there is
 * none, what only does badly is asked before nobody is; and what is refused, if nobody comes back before it does. `asked`:
 * the model that the caller asked for.
 */
export function availabilityOf(model: Model, candidates: Array<i32>, asked: Span, states: KeyStates): Availability {
  const result = new Availability();
  for (let i = 0; i < candidates.length; i++) {
    const target = model.targets[candidates[i]];
    const at = states.freeAt(target.provider, upstreamName(target, asked));
    if (at == 0) result.left.push(candidates[i]);
    else result.returnsAt = min(result.returnsAt, at);
  }
  return result.left.length > 0 ? result : lastResort(model, candidates, asked, states);
}

/** Where everything is cooling down. */
function lastResort(model: Model, candidates: Array<i32>, asked: Span, states: KeyStates): Availability {
  const ways: Array<Way> = [];
  let opensAt = NEVER_FREE;
  for (let i = 0; i < candidates.length; i++) {
    const target = model.targets[candidates[i]];
    const freedoms = states.ways(target.provider, upstreamName(target, asked));
    for (let j = 0; j < freedoms.length; j++) {
      ways.push(new Way(candidates[i], freedoms[j]));
      if (!freedoms[j].isRefused) opensAt = min(opensAt, freedoms[j].opensAt);
    }
  }
  ways.sort((a, b) => (a.freedom.at < b.freedom.at ? -1 : a.freedom.at > b.freedom.at ? 1 : 0));
  const result = new Availability();
  for (let i = 0; i < ways.length; i++) {
    const freedom = ways[i].freedom;
    const at = freedom.isRefused && opensAt < freedom.at ? freedom.at : freedom.opensAt;
    if (at == 0 && !result.left.includes(ways[i].index)) result.left.push(ways[i].index);
    if (at == 0 || at >= result.returnsAt) continue;
    result.returnsAt = at;
    result.isLimit = freedom.isLimit;
  }
  return result;
}
