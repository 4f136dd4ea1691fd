import type { Dialect } from "../../../contract/dialect.ts";
import { Kind } from "../../../plugin/policy/failure/table.ts";

/** What an error document is about, beside its status. */
export type About = "quota" | "context_length";

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
  kind: Kind;
  /** Whether a stream is asked for: some faults stand in a stream only, others in a document. */
  stream: boolean;
  act: Act;
  /** Absent: every dialect has it. */
  dialects?: readonly Dialect[];
}

/** For an error that is told in a head. */
function status(code: number, kind: Kind, rest: Partial<Extract<Act, { way: "error" }>> = {}): Omit<Fault, "name"> {
  return { kind, stream: false, act: { way: "error", status: code, ...rest } };
}

function stream(
  kind: Kind,
  upTo: "head" | "opening" | "content",
  then: "silence" | "reset" | "error" | "end",
): Omit<Fault, "name"> {
  return { kind, stream: true, act: { way: "stream", upTo, then } };
}

function unreachable(kind: Kind, by: "refusal" | "dns" | "tls"): Omit<Fault, "name"> {
  return { kind, stream: false, act: { way: "unreachable", by } };
}

function text(kind: Kind, type: string, said: string): Omit<Fault, "name"> {
  return { kind, stream: false, act: { way: "text", type, text: said } };
}

const SOON = { "retry-after": "2" };

/** Each row of `FAILURES` at least once, in its order. */
export const FAULTS: readonly Fault[] = [
  { name: "connection refused", ...unreachable(Kind.Connect, "refusal") },
  { name: "name not found in DNS", ...unreachable(Kind.Dns, "dns") },
  { name: "no TLS where TLS is due", ...unreachable(Kind.Tls, "tls") },
  { name: "reset before the head", kind: Kind.Reset, stream: false, act: { way: "reset" } },
  { name: "reset after the head", ...stream(Kind.Reset, "head", "reset") },
  { name: "half a document", kind: Kind.Reset, stream: false, act: { way: "half" } },
  { name: "500", ...status(500, Kind.ServerError) },
  { name: "502", ...status(502, Kind.ServerError) },
  { name: "503", ...status(503, Kind.ServerError) },
  { name: "504", ...status(504, Kind.ServerError) },
  { name: "error event before content", ...stream(Kind.ServerError, "opening", "error") },
  { name: "529", ...status(529, Kind.Overloaded) },
  { name: "429", ...status(429, Kind.RateLimit) },
  { name: "429 with retry-after", ...status(429, Kind.RateLimit, { headers: SOON }) },
  { name: "401", ...status(401, Kind.KeyRefused) },
  { name: "403", ...status(403, Kind.KeyRefused) },
  { name: "402", ...status(402, Kind.Quota) },
  {
    name: "429, quota used up",
    ...status(429, Kind.Quota, { about: "quota" }),
    // The others have no such word in a 429.
    dialects: ["openai", "responses"],
  },
  { name: "404", ...status(404, Kind.ModelNotFound) },
  { name: "400, context length", ...status(400, Kind.ContextLength, { about: "context_length" }) },
  { name: "400", ...status(400, Kind.BadRequest) },
  { name: "silence before the head", kind: Kind.FirstToken, stream: false, act: { way: "silence" } },
  { name: "silence before the first token", ...stream(Kind.FirstToken, "opening", "silence") },
  { name: "slow start", ...stream(Kind.SlowStart, "content", "silence") },
  { name: "no body", ...text(Kind.Empty, "application/json", "") },
  { name: "stream without content", ...stream(Kind.Empty, "opening", "end") },
  { name: "HTML", ...text(Kind.NotAnAnswer, "text/html", "<html><body><h1>Welcome</h1></body></html>") },
  { name: "JSON that is no answer", ...text(Kind.NotAnAnswer, "application/json", '{"a":1}') },
  { name: "error event after content", ...stream(Kind.Broken, "content", "error") },
  { name: "reset after content", ...stream(Kind.Broken, "content", "reset") },
  { name: "silence after content", ...stream(Kind.Broken, "content", "silence") },
];
