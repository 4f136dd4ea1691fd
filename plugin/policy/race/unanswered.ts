import { Failure } from "../../exchange/failure";
import { text } from "../../wire/span";
import { Model } from "../model/model";
import { NEVER_FREE } from "../provider/freedom";
import { Availability } from "./availability";

/** What a caller is told where no provider has said anything. `model`: null where none is known yet. */
function subject(model: Model | null): string {
  return model === null ? "this request" : "the model '" + text(model.name) + "'";
}

/** Whole seconds, none too few. */
export function secondsUntil(moment: i64, now: i64): i64 {
  return max((moment - now + 999) / 1000, 1);
}

/** `back`: milliseconds since 1970; NEVER_FREE: it is not known when. */
function unavailable(model: Model | null, status: i32, why: string, back: i64, now: i64): Failure {
  const seconds: i64 = back == NEVER_FREE ? 0 : secondsUntil(back, now);
  const when = seconds == 0 ? "" : "; try again in " + seconds.toString() + " s";
  const message = "no provider of " + subject(model) + " is available right now: " + why + when;
  const failure = new Failure(status, message);
  if (seconds > 0) failure.retryAfter = seconds.toString();
  return failure;
}

/** Nobody is asked, since all that could be are cooling down. */
export function atRest(model: Model | null, available: Availability, now: i64): Failure {
  const why = available.isLimit ? "its providers are at a limit" : "none of its providers has a key that may be used";
  const failure = unavailable(model, available.isLimit ? 429 : 503, why, available.returnsAt, now);
  failure.isFinal = available.returnsAt == NEVER_FREE;
  return failure;
}

export function allEjected(model: Model | null, back: i64, now: i64): Failure {
  return unavailable(model, 503, "none of its providers has answered lately", back, now);
}

export function outOfTime(model: Model | null): Failure {
  return new Failure(504, "no provider of " + subject(model) + " answered in time");
}

export function connectionLost(model: Model | null): Failure {
  return new Failure(502, "no provider of " + subject(model) + " gave an answer: the connection failed");
}

/** A circuit breaker is open for as long as other requests take. */
export function tooManyAtOnce(model: Model | null): Failure {
  const message = "the provider of " + subject(model) + " has as many requests as it may have; try again shortly";
  const failure = new Failure(503, message);
  failure.retryAfter = "1";
  return failure;
}
