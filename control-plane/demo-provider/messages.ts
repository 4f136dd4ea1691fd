/** What a demo route answers with. */
export type Reply =
  | { kind: "json"; body: object }
  /** Each event is written by itself. */
  | { kind: "stream"; contentType: string; events: string[] };

/** One dialect of the demo provider. */
export interface DemoDialect {
  path: string;
  /** @throws BadRequest */
  reply(body: Record<string, unknown>): Reply;
  /** The dialect's envelope of an error. */
  error(status: number, message: string): object;
}

/** The request cannot be answered; the message goes into the dialect's envelope. */
export class BadRequest extends Error {}

/**
 * The texts of a chat: strings, or lists of parts with a `text`.
 *
 * @throws BadRequest without a list of messages
 */
export function readMessages(body: Record<string, unknown>): { prompt: string; lastUserMessage: string } {
  if (!Array.isArray(body.messages) || body.messages.length === 0) throw new BadRequest("messages: a list is required");
  const messages = body.messages as ({ role?: unknown; content?: unknown } | null)[];
  const last = messages.findLast((message) => message?.role === "user");
  const prompt = [body.system, ...messages.map((message) => message?.content)].map(textOf).join("\n");
  return { prompt, lastUserMessage: textOf(last?.content) };
}

/** @throws BadRequest without one */
export function readModel(body: Record<string, unknown>): string {
  if (typeof body.model !== "string") throw new BadRequest("model: a string is required");
  return body.model;
}

export function readLimit(value: unknown): number | undefined {
  return typeof value === "number" && value > 0 ? value : undefined;
}

function textOf(content: unknown): string {
  if (typeof content === "string") return content;
  if (!Array.isArray(content)) return "";
  return content.map((part: { text?: unknown } | null) => (typeof part?.text === "string" ? part.text : "")).join("");
}
