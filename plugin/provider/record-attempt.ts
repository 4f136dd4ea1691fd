import { Exchange } from "../exchange/live/exchange";
import { Target } from "../policy/policy";
import { Answer } from "./answer";

/**
 * What the attempt tells of its target's health, for the telemetry. `answer`: null if none came; `started`: in
 * milliseconds since 1970.
 */
export function recordAttempt(exchange: Exchange, target: Target, answer: Answer | null, started: i64): void {}
