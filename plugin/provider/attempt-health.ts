import { Exchange } from "../live/exchange";
import { FailureKind } from "../policy/failure/table";
import { Target } from "../policy/model/target";
import { Cut } from "../policy/race/race";
import { milliseconds } from "../vm/clock";
import { telemetry } from "../vm/health";
import { Answer } from "./answer";

/** Fewer tokens than these, or in less time, tell nothing of how fast they come. */
const LEAST_TOKENS: i64 = 8;
const LEAST_MILLISECONDS: i64 = 20;

/**
 * No failure, and no answer either: what becomes of an attempt whose client leaves, or that another attempt overtakes; and of
 * one whose request no target can answer.
 */
const NOBODYS: i32 = -2;

/**
 * What the attempt tells of its target's health, for the telemetry. `answer`: null if none came; `cut`: by what it was cut
 * off before its head was out; `started`: in milliseconds since 1970.
 */
export function noteHealth(exchange: Exchange, target: Target, answer: Answer | null, cut: Cut, started: i64): void {
  const kind = kindOf(exchange, answer, cut);
  if (kind == NOBODYS) return;
  const vitals = telemetry.of(target.id);
  if (vitals === null) return;
  const first: i64 = answer === null ? 0 : answer.firstContentAt;
  // How fast a refusal comes is no latency.
  vitals.attempt(kind, first == 0 || (kind >= 0 && kind != FailureKind.Broken) ? -1 : max(first - started, 0));
  if (answer === null || kind >= 0) return;
  const finder = answer.flawFinder;
  if (finder === null) return;
  vitals.answer(finder.flaws, finder.isRead);
  const tokens = answer.usage.output > 0 ? answer.usage.output : answer.said;
  const took = milliseconds() - first;
  if (tokens >= LEAST_TOKENS && took >= LEAST_MILLISECONDS) vitals.pace(tokens, took);
}

/** A `FailureKind`; -1: the attempt was answered. */
function kindOf(exchange: Exchange, answer: Answer | null, cut: Cut): i32 {
  if (answer !== null && answer.failed >= 0) return answer.isRequests ? NOBODYS : answer.failed;
  if (cut == Cut.OutOfTime) return FailureKind.FirstToken;
  if (cut == Cut.Lost) return FailureKind.Reset;
  if (cut != Cut.No || answer === null) return NOBODYS;
  if (answer.isWhole) return -1;
  return exchange.race.closed ? NOBODYS : FailureKind.Broken;
}
