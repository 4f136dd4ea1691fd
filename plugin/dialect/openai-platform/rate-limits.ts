import { AnswerHead, RateLimit } from "../../exchange/answer-head";
import { HeaderReader, HeaderWriter } from "../../wire/header-list";
import { ABSENT, from, is, Span, startsWith } from "../../wire/span";
import { durationText, readDuration } from "./duration";

// https://platform.openai.com/docs/guides/rate-limits#rate-limits-in-headers

export function readHead(header: HeaderReader, into: AnswerHead): void {
  const name = header.name;
  if (is(name, "x-request-id")) into.requestId = header.value;
  else if (startsWith(name, "x-ratelimit-")) readLimit(from(name, 12), header.value, into);
}

function readLimit(name: Span, value: Span, into: AnswerHead): void {
  // Azure answers -1 where it has no limit.
  if (startsWith(value, "-")) return;
  if (is(name, "limit-requests")) into.requests.limit = value;
  else if (is(name, "limit-tokens")) into.tokens.limit = value;
  else if (is(name, "remaining-requests")) into.requests.remaining = value;
  else if (is(name, "remaining-tokens")) into.tokens.remaining = value;
  else if (is(name, "reset-requests")) into.requests.reset = momentIn(value, into.now);
  else if (is(name, "reset-tokens")) into.tokens.reset = momentIn(value, into.now);
}

function momentIn(duration: Span, now: i64): i64 {
  const milliseconds = readDuration(duration);
  return milliseconds < 0 ? -1 : now + milliseconds;
}

export function isRateLimit(name: Span): bool {
  return startsWith(name, "x-ratelimit-");
}

export function writeHead(head: AnswerHead, headers: HeaderWriter): void {
  if (head.requestId != ABSENT) headers.set("x-request-id", head.requestId);
  writeLimit("requests", head.requests, head.now, headers);
  writeLimit("tokens", head.tokens, head.now, headers);
}

function writeLimit(what: string, limit: RateLimit, now: i64, headers: HeaderWriter): void {
  if (limit.limit != ABSENT) headers.set("x-ratelimit-limit-" + what, limit.limit);
  if (limit.remaining != ABSENT) headers.set("x-ratelimit-remaining-" + what, limit.remaining);
  if (limit.reset >= 0) headers.setText("x-ratelimit-reset-" + what, durationText(limit.reset - now));
}
