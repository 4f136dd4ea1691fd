import { request } from "undici";
import type { Case } from "./case/case.ts";

/** What the walk's caller got, a client of OpenAI's chat completions. */
export type Got =
  | { what: "answer" }
  /** An error in its dialect, in place of an answer. */
  | { what: "error"; status: number; message: string }
  /** A whole answer that says nothing. */
  | { what: "empty" }
  /** A stream that began; `event`: the error that it ended with. Absent: it just ended. */
  | { what: "broken"; event?: string }
  /** Something that no client of the dialect could read. */
  | { what: "nonsense"; status: number }
  | { what: "silence" };

export interface Outcome {
  got: Got;
  /** Until the last byte, in milliseconds; the end of a connection that broke comes later. */
  ms: number;
}

/** @param onContent the first piece of the answer is here */
export async function call(
  url: string,
  secret: string,
  { id, model, fault }: Case,
  patienceMs: number,
  onContent: () => void,
): Promise<Outcome> {
  const started = performance.now();
  const body = { model: id, stream: fault.stream, messages: [{ role: "user", content: "Is anybody there?" }] };
  const options = {
    method: "POST" as const,
    headers: { authorization: `Bearer ${secret}`, "content-type": "application/json" },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(patienceMs),
  };
  try {
    const response = await request(`${url}/v1/chat/completions`, options);
    const { text, at } = await received(response.body, onContent);
    // The user's names in place of the case's.
    const told = text.replaceAll(`.${id}`, "").replaceAll(id, model.name);
    return { got: gotFrom(response.statusCode, told, fault.stream), ms: at - started };
  } catch {
    return { got: { what: "silence" }, ms: performance.now() - started };
  }
}

/** All that came, also of a body that broke off, and when the last of it did. */
async function received(body: AsyncIterable<Buffer>, onContent: () => void): Promise<{ text: string; at: number }> {
  const chunks: Buffer[] = [];
  const text = () => Buffer.concat(chunks).toString("utf8");
  let at = performance.now();
  try {
    for await (const chunk of body) {
      chunks.push(chunk);
      at = performance.now();
      if (HAS_CONTENT.test(text())) onContent();
    }
  } catch {
    // What did come tells the rest.
  }
  return { text: text(), at };
}

const HAS_CONTENT = /"content":"[^"]/;

/** What a client makes of a response. */
export function gotFrom(status: number, text: string, stream: boolean): Got {
  if (status !== 200 || !stream) {
    const message = errorIn(text);
    if (message !== undefined) return { what: "error", status, message };
    if (status !== 200 || !isJson(text)) return { what: "nonsense", status };
    return HAS_CONTENT.test(text) ? { what: "answer" } : { what: "empty" };
  }
  const events = text.split("\n\n").filter((event) => event !== "");
  if (events.at(-1) === "data: [DONE]") return { what: HAS_CONTENT.test(text) ? "answer" : "empty" };
  const event = errorIn(events.at(-1)?.replace(/^data: /, "") ?? "");
  return { what: "broken", ...(event !== undefined && { event }) };
}

/** https://platform.openai.com/docs/guides/error-codes: `{"error": {"message": …}}` */
function errorIn(text: string): string | undefined {
  if (!isJson(text)) return undefined;
  const { error } = JSON.parse(text) as { error?: { message?: unknown } };
  return typeof error?.message === "string" ? error.message : undefined;
}

function isJson(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null;
  } catch {
    return false;
  }
}
