import { Failure } from "../../exchange/failure";
import { text } from "../../wire/span";
import { Model } from "../model/model";

/** What a caller is told where no provider has said anything. `model`: null where none is known yet. */
function subject(model: Model | null): string {
  return model === null ? "this request" : "the model '" + text(model.name) + "'";
}

/** `back`: milliseconds since 1970; 0: it is not known when. */
export function unavailable(model: Model | null, status: i32, why: string, back: i64, now: i64): Failure {
  const seconds: i64 = back == 0 ? 0 : max((back - now + 999) / 1000, 1);
  const when = seconds == 0 ? "" : "; try again in " + seconds.toString() + " s";
  const message = "no provider of " + subject(model) + " is available right now: " + why + when;
  const failure = new Failure(status, message);
  if (seconds > 0) failure.retryAfter = seconds.toString();
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

export function tooManyAtOnce(model: Model | null): Failure {
  const message = "the provider of " + subject(model) + " has as many requests as it may have; try again shortly";
  return new Failure(503, message);
}
