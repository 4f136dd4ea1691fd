import type { Dialect } from "../../contract/dialect.ts";
import { parseStream, type StreamEvent, WIRE } from "../fixtures/wire/index.ts";
import type { Gateway } from "./gateway.ts";

/** No test waits longer for an answer: a request that hangs is a failure. */
const PATIENCE_MS = 10_000;

/** What a client got: all of it, also of a body that broke off. */
export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  /** Whether the connection was lost before the body's end. */
  brokeOff: boolean;
}

/** @param onText called with all that has arrived, whenever more has */
export async function ask(
  gateway: Pick<Gateway, "url">,
  path: string,
  init: RequestInit = {},
  onText?: (text: string) => void,
): Promise<Answer> {
  const response = await fetch(gateway.url + path, { ...init, signal: AbortSignal.timeout(PATIENCE_MS) });
  const chunks: Uint8Array[] = [];
  let brokeOff = false;
  try {
    for await (const chunk of response.body ?? []) {
      chunks.push(chunk);
      onText?.(Buffer.concat(chunks).toString("utf8"));
    }
  } catch (error) {
    if ((error as Error).name === "TimeoutError") throw error;
    brokeOff = true;
  }
  return { status: response.status, headers: response.headers, text: Buffer.concat(chunks).toString("utf8"), brokeOff };
}

/** A chat in one dialect. `body`: an object, or the exact text. */
export function chat(
  gateway: Pick<Gateway, "url">,
  dialect: Dialect,
  body: object | string,
  headers: Record<string, string> = {},
  onText?: (text: string) => void,
): Promise<Answer> {
  const init = {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
  };
  return ask(gateway, WIRE[dialect].path, init, onText);
}

export function jsonOf({ text }: Answer): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`the answer is not JSON: ${JSON.stringify(text.slice(0, 500))}`);
  }
}

export function eventsOf(dialect: Dialect, { text }: Answer): StreamEvent[] {
  return parseStream(dialect, text);
}
