import { request } from "undici";
import type { Case } from "./case.ts";

/** What the walk's caller got, a client of OpenAI's chat completions. */
export type Got =
  | { what: "answer" }
  /** An error in its dialect, in place of an answer. */
  | { what: "error"; status: number; message: string }
  /** A stream that began; `event`: what its last event said went wrong. Absent: it just ended, as if it were whole or not. */
  | { what: "broken"; event?: string }
  /** Something that no client of the dialect could read. */
  | { what: "nonsense"; status: number }
  | { what: "silence" };

export interface Outcome {
  got: Got;
  /** Until the last byte, in milliseconds. */
  ms: number;
}

/** @param onContent the first piece of the answer is here */
export async function call(
  url: string,
  secret: string,
  { id, fault }: Case,
  patienceMs: number,
  onContent: () => void,
): Promise<Outcome> {
  const started = performance.now();
  const body = { model: id, stream: fault.stream, messages: [{ role: "user", content: "Is anybody there?" }] };
  const got = await request(`${url}/v1/chat/completions`, {
    method: "POST",
    headers: { authorization: `Bearer ${secret}`, "content-type": "application/json" },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(patienceMs),
  }).then(
    async (response) => gotFrom(response.statusCode, await textOf(response.body, onContent), fault.stream),
    (): Got => ({ what: "silence" }),
  );
  return { got, ms: performance.now() - started };
}

/** All that came, also of a body that broke off. */
async function textOf(body: AsyncIterable<Buffer>, onContent: () => void): Promise<string> {
  const chunks: Buffer[] = [];
  const text = () => Buffer.concat(chunks).toString("utf8");
  try {
    for await (const chunk of body) {
      chunks.push(chunk);
      if (HAS_CONTENT.test(text())) onContent();
    }
  } catch {
    // What did come tells the rest.
  }
  return text();
}

const HAS_CONTENT = /"content":"[^"]/;

/** What a client makes of a response. */
export function gotFrom(status: number, text: string, stream: boolean): Got {
  if (status !== 200 || !stream) {
    const message = errorIn(text);
    if (message !== undefined) return { what: "error", status, message };
    return status === 200 && HAS_CONTENT.test(text) && isJson(text) ? { what: "answer" } : { what: "nonsense", status };
  }
  const events = text.split("\n\n").filter((event) => event !== "");
  if (events.at(-1) === "data: [DONE]" && HAS_CONTENT.test(text)) return { what: "answer" };
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
