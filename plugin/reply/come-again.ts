import { Failure } from "../exchange/failure";
import { HeaderWriter } from "../wire/header-list";
import { is, Span } from "../wire/span";

/** What is further away the official clients sleep through, or come back from at once and in vain. */
const LONGEST_WAIT: i64 = 60;

/** Says when to send the same request again, and whether. */
export function writeComeAgain(failure: Failure, headers: HeaderWriter): void {
  if (failure.retryAfter.length > 0) headers.setText("retry-after", failure.retryAfter);
  if (!helps(failure)) headers.setText("x-should-retry", "false");
}

/**
 * Whether to send the same again helps soon. The official clients of OpenAI and Anthropic do so by themselves, twice, for
 * these statuses and every 5xx, unless `x-should-retry` says no.
 */
function helps(failure: Failure): bool {
  const status = failure.status;
  const isPassing = status >= 500 || status == 408 || status == 409 || status == 429;
  return isPassing && !failure.isFinal && secondsOf(failure.retryAfter) <= LONGEST_WAIT;
}

function secondsOf(retryAfter: string): i64 {
  return retryAfter.length > 0 ? I64.parseInt(retryAfter) : 0;
}

/** Whether the header of a provider's, which knows of itself alone, gives way to `failure`. `passes`: its document does not. */
export function isOutdone(name: Span, failure: Failure, passes: bool): bool {
  if (is(name, "x-should-retry")) return !passes || !helps(failure);
  return is(name, "retry-after") || is(name, "retry-after-ms");
}
