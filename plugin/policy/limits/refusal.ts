import { Failure } from "../../exchange/failure";
import { formatRfc3339 } from "../../wire/rfc3339";
import { text } from "../../wire/span";
import { Measure, measureName, periodOf } from "./measure";
import { Scope } from "./scope";
import { windowEnd } from "./window";

/** Why a request is not let in, and when it may come again. */
export class Refusal {
  constructor(
    public failure: Failure,
    /** As the policy calls the limit. */
    public limit: string,
    /** Whole seconds; 0: to come again is of no use. */
    public retryAfter: i64,
  ) {
    if (retryAfter > 0) failure.retryAfter = retryAfter.toString();
  }
}

function whose(scope: Scope): string {
  return scope.kind + " '" + text(scope.name) + "': ";
}

function counted(count: i64, what: string): string {
  return count.toString() + " " + what + (count == 1 ? "" : "s");
}

/** The limit in words: `60 requests a minute`. */
function amount(scope: Scope, measure: Measure): string {
  switch (measure) {
    case Measure.Requests:
      return counted(scope.limit(measure), "request") + " a minute";
    case Measure.Tokens:
      return counted(scope.limit(measure), "token") + " a minute";
    case Measure.DayCost:
      return text(scope.usdPerDay) + " USD a day";
    default:
      return text(scope.usdPerMonth) + " USD a month";
  }
}

/** `window`: when that of the measure began. */
export function exhausted(scope: Scope, measure: Measure, window: i64, now: i64): Refusal {
  const end = windowEnd(periodOf(measure), window);
  const seconds = max((end - now + 999) / 1000, 1);
  const isBudget = measure == Measure.DayCost || measure == Measure.MonthCost;
  const when = isBudget ? "it begins anew at " + formatRfc3339(end) : "try again in " + seconds.toString() + " s";
  const code = isBudget ? "insufficient_quota" : "";
  const failure = new Failure(429, whose(scope) + amount(scope, measure) + "; " + when, "", code);
  return new Refusal(failure, measureName(measure), seconds);
}

export function tooManyAtOnce(scope: Scope): Refusal {
  const limit = counted(scope.concurrentRequests, "request");
  const failure = new Failure(429, whose(scope) + limit + " at a time; try again when one has ended");
  return new Refusal(failure, "concurrent_requests", 1);
}

/** More than a whole minute has: no waiting helps. */
export function overAMinute(scope: Scope, tokens: i64): Refusal {
  const message = "this request may take " + counted(tokens, "token") + "; shorten it or ask for fewer";
  const failure = new Failure(400, whose(scope) + amount(scope, Measure.Tokens) + ", and " + message);
  return new Refusal(failure, measureName(Measure.Tokens), 0);
}

export function tooManyTokens(scope: Scope, tokens: i64): Refusal {
  const limit = counted(scope.maxTokensPerRequest, "token") + " a request";
  const message = "this one may take " + tokens.toString() + "; shorten it or ask for fewer";
  return new Refusal(new Failure(400, whose(scope) + limit + ", and " + message), "max_tokens_per_request", 0);
}

export function tooManyBytes(scope: Scope, bytes: i64): Refusal {
  const limit = counted(scope.maxPromptBytes, "byte") + " a request";
  const failure = new Failure(413, whose(scope) + limit + ", and this one has " + bytes.toString());
  return new Refusal(failure, "max_prompt_bytes", 0);
}

/** The account was changed by others each time. */
export function contended(scope: Scope): Refusal {
  return new Refusal(new Failure(429, whose(scope) + "its account is in use; try again in 1 s"), "contention", 1);
}
