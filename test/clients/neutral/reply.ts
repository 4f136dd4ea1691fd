import type { ToolCall } from "./ask.ts";
import type { Usage } from "./observation.ts";

/** What a provider answers, in no dialect. */
export interface Reply {
  reasoning?: { pieces: readonly string[]; signature: string };
  /** The text, as a stream cuts it. */
  pieces: readonly string[];
  /** Why the model does not answer, in its own words. */
  refusal?: string;
  calls?: readonly ReplyCall[];
  /** OpenAI's stream sends the fragments of several calls by turns. */
  interleaved?: boolean;
  stop: Stop;
  usage: ReplyUsage;
}

export interface ReplyCall extends ToolCall {
  id: string;
  /** Of a custom tool: the text, in place of the arguments. */
  input?: string;
  namespace?: string;
}

export interface ReplyUsage extends Usage {
  /** Of `input`: written to the provider's cache. */
  cacheWritten: number;
}

/** What every provider here signs its reasoning with, in base64. It refuses reasoning that is signed otherwise. */
export const SIGNATURE = "EqQBCkYIARgCKkDx+7w/vQ5fTg3Jd8m1CkKp/rN0sYwZ+aXb2eUo9LhPqRz4tVi6fG==";

/** Why the model stopped. */
export type Stop = "end" | "length" | "tools" | "filtered";

/** A stream's fragments of a call's arguments: cut anywhere in the JSON, as providers do. */
export function fragments(call: ReplyCall): string[] {
  return JSON.stringify(call.arguments).match(/.{1,7}/gsu) ?? [];
}
