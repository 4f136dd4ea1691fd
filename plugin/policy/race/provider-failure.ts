import { Failure } from "../../exchange/failure";
import { text } from "../../wire/span";
import { FAILURES, FailureKind } from "../failure/table";
import { Target } from "../model/target";

/** `what`: the provider did instead of answering. */
export function unusable(target: Target, what: string, status: i32 = 502): Failure {
  return new Failure(status, "the provider '" + text(target.provider.name) + "' " + what);
}

/**
 * What a provider's failure is to a caller: its own words, but never those of one that refuses the gateway's key, since
 * they quote it.
 */
export function toldFailure(target: Target, kind: FailureKind, said: Failure): Failure {
  const told = toldOf(target, kind, said);
  // A conflict with another request is over soon.
  told.isFinal = !FAILURES[kind].again && told.status != 409;
  if (kind == FailureKind.ContextLength) {
    if (told.code.length == 0) told.code = "context_length_exceeded";
    if (told.status >= 500) told.status = 400;
  }
  return told;
}

function toldOf(target: Target, kind: FailureKind, said: Failure): Failure {
  const status = said.status;
  const quotesKey = status == 401 || status == 402 || status == 403;
  if (kind == FailureKind.Quota && quotesKey) {
    const failure = unusable(target, "has no quota left for the gateway (" + status.toString() + ")", 429);
    failure.code = "insufficient_quota";
    return failure;
  }
  const isRefusal = kind == FailureKind.KeyRefused || quotesKey;
  return isRefusal ? unusable(target, "refused the gateway's credentials (" + status.toString() + ")") : said;
}
