import { AnswerHead, RateLimit } from "../../exchange/answer-head";
import { HeaderReader, HeaderWriter } from "../../wire/header-list";
import { formatRfc3339, parseRfc3339 } from "../../wire/rfc3339";
import { ABSENT, from, is, length, Span, startsWith } from "../../wire/span";

const PREFIX: string = "anthropic-ratelimit-";

/** https://platform.claude.com/docs/en/api/rate-limits#response-headers */
export function readHead(header: HeaderReader, into: AnswerHead): void {
  if (is(header.name, "request-id")) {
    into.requestId = header.value;
    return;
  }
  if (!startsWith(header.name, PREFIX)) return;
  const name = from(header.name, PREFIX.length);
  if (startsWith(name, "requests-")) readLimit(from(name, 9), header.value, into.requests, true);
  else if (startsWith(name, "tokens-")) readLimit(from(name, 7), header.value, into.tokens, true);
  // Some servers tell the limit of input tokens alone. That of output tokens has no like elsewhere.
  else if (startsWith(name, "input-tokens-")) readLimit(from(name, 13), header.value, into.tokens, false);
}

/** `wins`: over what another header has told. */
function readLimit(what: Span, value: Span, into: RateLimit, wins: bool): void {
  if (is(what, "limit") && (wins || into.limit == ABSENT)) into.limit = value;
  else if (is(what, "remaining") && (wins || into.remaining == ABSENT)) into.remaining = value;
  else if (is(what, "reset") && (wins || into.reset < 0)) into.reset = parseRfc3339(value);
}

export function isRateLimit(name: Span): bool {
  return startsWith(name, PREFIX);
}

export function writeHead(head: AnswerHead, headers: HeaderWriter): void {
  if (length(head.requestId) > 0) headers.set("request-id", head.requestId);
  writeLimit("requests", head.requests, headers);
  writeLimit("tokens", head.tokens, headers);
}

function writeLimit(kind: string, limit: RateLimit, headers: HeaderWriter): void {
  const name = PREFIX + kind;
  if (limit.limit != ABSENT) headers.set(name + "-limit", limit.limit);
  if (limit.remaining != ABSENT) headers.set(name + "-remaining", limit.remaining);
  if (limit.reset >= 0) headers.setText(name + "-reset", formatRfc3339(limit.reset));
}
