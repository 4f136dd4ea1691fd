import { Failure } from "../exchange/failure";
import { Exchange } from "../live/exchange";
import { milliseconds } from "../vm/clock";
import { text } from "../wire/span";

/** What Envoy says where all hosts are ejected: for how long still it tells nobody, so that the least there is has to do. */
export function allEjected(exchange: Exchange): Failure {
  const model = exchange.model;
  const now = milliseconds();
  let back = exchange.returnsAt;
  if (model !== null) {
    const candidates = exchange.admission.candidates;
    for (let i = 0; i < candidates.length; i++) {
      const at = now + model.targets[candidates[i]].provider.ejection;
      if (back == 0 || at < back) back = at;
    }
  }
  return unavailable(exchange, 503, "none of its providers has answered lately", back, now);
}

/** `back`: milliseconds since 1970; 0: it is not known when. */
export function unavailable(exchange: Exchange, status: i32, why: string, back: i64, now: i64): Failure {
  const model = exchange.model;
  const what = model === null ? "this request" : "the model '" + text(model.name) + "'";
  const seconds: i64 = back == 0 ? 0 : max((back - now + 999) / 1000, 1);
  const when = seconds == 0 ? "" : "; try again in " + seconds.toString() + " s";
  const failure = new Failure(status, "no provider of " + what + " is available right now: " + why + when);
  if (seconds > 0) failure.retryAfter = seconds.toString();
  return failure;
}
