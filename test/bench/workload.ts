import { type Conversation, type Reply, WIRE, wholeStream } from "../fixtures/wire/index.ts";

/** Pieces of text in the stream, each in an event of its own; a dialect's first and last events come on top. */
export const STREAM_PIECES = 64;

const SYSTEM = "You are a terse assistant. Answer in one line.";

/** What the providers of all scenarios say at once, and what they say as a stream. */
export const CHAT_REPLY: Reply = {
  id: "chatcmpl-B9MBs8CjcvOU2jLn4n570S5qMJKcT",
  model: "provider-model-2025-01-01",
  pieces: ["Envoy is a proxy.\nIt moves bytes between services, and counts them."],
  stopReason: "end",
  inputTokens: 61,
  outputTokens: 16,
};
export const STREAM_REPLY: Reply = {
  ...CHAT_REPLY,
  pieces: Array.from({ length: STREAM_PIECES }, (_, index) => (index % 8 === 7 ? ' "word",\n' : ` word${index}`)),
  outputTokens: STREAM_PIECES,
};

export type AnswerKind = "chat" | "stream";
export type ProviderDialect = "openai" | "anthropic";

/** The whole body that a provider of the dialect answers with. */
export function answerBody(kind: AnswerKind, dialect: ProviderDialect): string {
  const wire = WIRE[dialect];
  if (kind === "chat") return JSON.stringify(wire.response(CHAT_REPLY));
  return wholeStream(wire.stream(STREAM_REPLY, { stream_options: { include_usage: true } }));
}

/** An OpenAI client's request of exactly `bytes` bytes: its prompt is as long as that takes. */
export function requestOf(bytes: number, model: string, { stream = false, modelLast = false } = {}): string {
  const bodyWith = (text: string) => {
    const conversation: Conversation = { model, system: SYSTEM, turns: [{ role: "user", text }], stream };
    const { model: name, ...rest } = WIRE.openai.request(conversation) as { model: string };
    return JSON.stringify(modelLast ? { ...rest, model: name } : { model: name, ...rest });
  };
  const room = bytes - bodyWith("").length;
  // As long prompts are: lines, and here and there a quotation mark, all of which JSON escapes.
  const line = 'Where the filter meets "quoted words" and the ends of lines, JSON has escapes to be stepped over.\n';
  const escaped = JSON.stringify(line).slice(1, -1);
  const lines = Math.floor(room / escaped.length);
  return bodyWith(line.repeat(lines) + "x".repeat(room - lines * escaped.length));
}
