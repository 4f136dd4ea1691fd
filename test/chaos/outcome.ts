import type { Dialect } from "../../contract/dialect.ts";
import { isWhole } from "../envoy/whole-answer.ts";
import { parseStream, REPLY } from "../fixtures/wire/index.ts";

/** What a caller got: all of it, also of a body that broke off. `status` 0: not even a head. */
export interface Got {
  status: number;
  text: string;
  brokeOff: boolean;
}

/**
 * `cut`: a stream past the commit point that could not be saved. It ended after content with its dialect's own error
 * event, or it has its end, and the connection was lost behind that.
 */
export type Outcome = "answered" | "cut" | "failed";

export function outcomeOf(dialect: Dialect, stream: boolean, got: Got): Outcome {
  if (isWhole(got, stream)) return "answered";
  const isCut = isWhole({ ...got, brokeOff: false }, stream) || endsWithError(dialect, got);
  return stream && isCut ? "cut" : "failed";
}

const FIRST_PIECE = REPLY.pieces[0] ?? "";

function endsWithError(dialect: Dialect, { status, text }: Got): boolean {
  if (status !== 200 || !text.includes(FIRST_PIECE)) return false;
  try {
    const last = parseStream(dialect, text).at(-1)?.data;
    return typeof last === "object" && last !== null && saysError(last);
  } catch {
    // It ends inside an event.
    return false;
  }
}

/** `{error}` of OpenAI's chat, Anthropic and Ollama; Responses' `error`, and the `response.failed` behind it. */
function saysError(event: { error?: unknown; type?: unknown }): boolean {
  return event.error !== undefined || event.type === "error" || event.type === "response.failed";
}
