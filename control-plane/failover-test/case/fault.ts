import type { Dialect } from "../../../contract/dialect.ts";
import { FailureKind } from "../../../plugin/policy/failure/table.ts";

/** What an error document is about, beside its status. */
export type About = "quota" | "context_length" | "unsupported" | "foreign_thought";

/** How a provider goes wrong. The dialect is that of the face that was asked. */
export type Act =
  /** It is not reached at all, and all of its targets with it. */
  | { way: "unreachable"; by: "refusal" | "dns" | "tls" }
  /** It takes the request and says nothing. */
  | { way: "silence" }
  /** The connection is reset without a word. */
  | { way: "reset" }
  | { way: "error"; status: number; about?: About; headers?: Readonly<Record<string, string>> }
  /** 200, and a text that is no answer. */
  | { way: "text"; type: string; text: string }
  /** 200, and half of the answer's document. */
  | { way: "half" }
  /** A stream up to its head, to its first piece of the answer, or past it; then one of these. */
  | { way: "stream"; upTo: "head" | "opening" | "content"; then: "silence" | "reset" | "error" | "end" };

/** One concrete form of a row of the failure table. */
export interface Fault {
  /** Stands in the report. */
  name: string;
  kind: FailureKind;
  /** Whether a stream is asked for: some faults stand in a stream only, others in a document. */
  stream: boolean;
  act: Act;
  /** Absent: every dialect has it. */
  dialects?: readonly Dialect[];
}

/** For an error that is told in a head. */
function status(
  code: number,
  kind: FailureKind,
  rest: Partial<Extract<Act, { way: "error" }>> = {},
): Omit<Fault, "name"> {
  return { kind, stream: false, act: { way: "error", status: code, ...rest } };
}

function stream(
  kind: FailureKind,
  upTo: "head" | "opening" | "content",
  then: "silence" | "reset" | "error" | "end",
): Omit<Fault, "name"> {
  return { kind, stream: true, act: { way: "stream", upTo, then } };
}

function unreachable(kind: FailureKind, by: "refusal" | "dns" | "tls"): Omit<Fault, "name"> {
  return { kind, stream: false, act: { way: "unreachable", by } };
}

function text(kind: FailureKind, type: string, said: string): Omit<Fault, "name"> {
  return { kind, stream: false, act: { way: "text", type, text: said } };
}

const SOON = { "retry-after": "2" };

/** Each row of `FAILURES` at least once, in its order. */
export const FAULTS: readonly Fault[] = [
  { name: "connection refused", ...unreachable(FailureKind.Connect, "refusal") },
  { name: "name not found in DNS", ...unreachable(FailureKind.Dns, "dns") },
  { name: "no TLS where TLS is due", ...unreachable(FailureKind.Tls, "tls") },
  { name: "reset before the head", kind: FailureKind.Reset, stream: false, act: { way: "reset" } },
  { name: "reset after the head", ...stream(FailureKind.Reset, "head", "reset") },
  { name: "half a document", kind: FailureKind.Reset, stream: false, act: { way: "half" } },
  { name: "500", ...status(500, FailureKind.ServerError) },
  { name: "502", ...status(502, FailureKind.ServerError) },
  { name: "503", ...status(503, FailureKind.ServerError) },
  { name: "504", ...status(504, FailureKind.ServerError) },
  { name: "error event before content", ...stream(FailureKind.ServerError, "opening", "error") },
  { name: "529", ...status(529, FailureKind.Overloaded) },
  { name: "429", ...status(429, FailureKind.RateLimit) },
  { name: "429 with retry-after", ...status(429, FailureKind.RateLimit, { headers: SOON }) },
  { name: "401", ...status(401, FailureKind.KeyRefused) },
  { name: "403", ...status(403, FailureKind.KeyRefused) },
  { name: "402", ...status(402, FailureKind.Quota) },
  {
    name: "429, quota used up",
    ...status(429, FailureKind.Quota, { about: "quota" }),
    // The others have no such word in a 429.
    dialects: ["openai", "responses"],
  },
  { name: "404", ...status(404, FailureKind.ModelNotFound) },
  { name: "400, context length", ...status(400, FailureKind.ContextLength, { about: "context_length" }) },
  { name: "400", ...status(400, FailureKind.BadRequest) },
  { name: "silence before the head", kind: FailureKind.FirstToken, stream: false, act: { way: "silence" } },
  { name: "silence before the first token", ...stream(FailureKind.FirstToken, "opening", "silence") },
  { name: "slow start", ...stream(FailureKind.SlowStart, "content", "silence") },
  { name: "no body", ...text(FailureKind.Empty, "application/json", "") },
  { name: "stream without content", ...stream(FailureKind.Empty, "opening", "end") },
  { name: "HTML", ...text(FailureKind.NotAnAnswer, "text/html", "<html><body><h1>Welcome</h1></body></html>") },
  { name: "JSON that is no answer", ...text(FailureKind.NotAnAnswer, "application/json", '{"a":1}') },
  { name: "error event after content", ...stream(FailureKind.Broken, "content", "error") },
  { name: "reset after content", ...stream(FailureKind.Broken, "content", "reset") },
  { name: "silence after content", ...stream(FailureKind.Broken, "content", "silence") },
  {
    name: "400, a thought of another's",
    ...status(400, FailureKind.ForeignThought, { about: "foreign_thought" }),
  },
  { name: "400, unknown field", ...status(400, FailureKind.Unsupported, { about: "unsupported" }) },
];
