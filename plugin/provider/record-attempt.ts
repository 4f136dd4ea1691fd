import { Exchange } from "../live/exchange";
import { Kind } from "../policy/failure/table";
import { Target } from "../policy/model/target";
import { milliseconds } from "../vm/clock";
import { telemetry } from "../vm/health";
import { Answer } from "./answer";
import { isTimedOut } from "./give-up";

/** Fewer tokens than these, or in less time, tell nothing of how fast they come. */
const LEAST_TOKENS: i64 = 8;
const LEAST_MILLISECONDS: i64 = 20;

/** No failure, and no answer either: what becomes of an attempt whose client leaves, or that another attempt overtakes. */
const NOBODYS: i32 = -2;

/**
 * What the attempt tells of its target's health, for the telemetry. `answer`: null if none came; `started`: in
 * milliseconds since 1970.
 */
export function recordAttempt(exchange: Exchange, target: Target, answer: Answer | null, started: i64): void {
  const kind = kindOf(exchange, answer, started);
  if (kind == NOBODYS) return;
  const vitals = telemetry.of(target.id);
  if (vitals === null) return;
  const first: i64 = answer === null ? 0 : answer.firstContentAt;
  // How fast a refusal comes is no latency.
  vitals.attempt(kind, first == 0 || (kind >= 0 && kind != Kind.Broken) ? -1 : max(first - started, 0));
  if (answer === null || kind >= 0) return;
  const overheard = answer.overheard;
  if (overheard === null) return;
  vitals.answer(overheard.flaws, overheard.isRead);
  const tokens = answer.usage.output > 0 ? answer.usage.output : answer.said;
  const took = milliseconds() - first;
  if (tokens >= LEAST_TOKENS && took >= LEAST_MILLISECONDS) vitals.pace(tokens, took);
}

/** A `Kind`; -1: the attempt was answered. */
function kindOf(exchange: Exchange, answer: Answer | null, started: i64): i32 {
  if (answer !== null && answer.failed >= 0) return answer.failed;
  if (answer !== null && answer.outcome != 0) {
    if (answer.isWhole) return -1;
    return exchange.closed ? NOBODYS : Kind.Broken;
  }
  if (exchange.left || exchange.won) return NOBODYS;
  return isTimedOut(exchange, started) ? Kind.FirstToken : Kind.Reset;
}
