import { request } from "undici";
import type { Dialect } from "../../contract/dialect.ts";
import { WIRE } from "../fixtures/wire/index.ts";
import type { Gateway } from "./gateway.ts";

/** Envoy's workers take a connection each as they come: so many all go to one of two in one case of 30,000. */
export const CONNECTIONS = 16;

/** What came back on one connection; `status` 0: it was lost before the end of an answer. */
export interface Reply {
  status: number;
  text: string;
}

/** The same chat on many connections of their own at once: what holds for all answers holds in every worker. */
export function chatOnEveryWorker(
  gateway: Pick<Gateway, "url">,
  dialect: Dialect,
  body: object,
  headers: Record<string, string> = {},
): Promise<Reply[]> {
  return Promise.all(Array.from({ length: CONNECTIONS }, () => chatAlone(gateway, dialect, body, headers)));
}

const PATIENCE_MS = 10_000;

/** A chat on a connection of its own. Silence is no answer: it throws. */
export async function chatAlone(
  gateway: Pick<Gateway, "url">,
  dialect: Dialect,
  body: object,
  headers: Record<string, string> = {},
): Promise<Reply> {
  const patience = AbortSignal.timeout(PATIENCE_MS);
  try {
    const response = await request(gateway.url + WIRE[dialect].path, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify(body),
      reset: true,
      signal: patience,
    });
    return { status: response.statusCode, text: await response.body.text() };
  } catch (error) {
    if (patience.aborted) throw error;
    return { status: 0, text: String(error) };
  }
}
