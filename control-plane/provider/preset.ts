import type { Dialect } from "../../contract/dialect.ts";
import type { Auth, Face } from "../../contract/face.ts";
import type { Traits } from "../../contract/traits.ts";

/** What a provider's name stands for, as its documentation has it. */
export interface Preset {
  title: string;
  /** Where the row's facts are from; a quirk from elsewhere names its source beside it. */
  documentation: string;
  /** What stands before the path of every face; `{…}` is for the user to fill in. */
  url: string;
  /** The variable that the provider's own SDK reads its key from; absent: it asks for none by itself. */
  keyEnvironment?: string;
  /** Paths are relative to `url`. The first loses the least of what callers of other dialects say. */
  faces: readonly [Face, ...Face[]];
  /** Where it differs from `DEFAULT_TRAITS`. */
  traits?: Partial<Traits>;
  /** Fields that it answers with a 400 or 422, and that clients of OpenAI's kind send all the same. */
  refuses?: readonly string[];
  /** Names and globs: the upstream models that take completions, where not all do. */
  completionModels?: readonly string[];
  /** What else its users should know. */
  note?: string;
}

/** What holds for a provider of which nothing else is known: the field that all of OpenAI's kind take, and no extras. */
export const DEFAULT_TRAITS: Traits = {
  limit_field: "max_tokens",
  stream_usage: true,
  reasoning_history: "none",
  thinking: "budget",
  json_schema: true,
  completions: "none",
  tool_signatures: "none",
  sampling: "taken",
  stop_sequences: "taken",
  effort_with_tools: "anywhere",
  tool_id: "any",
};

/** How a dialect's own service takes its key. */
export const OWN_AUTH: Readonly<Record<Dialect, Auth>> = {
  openai: "bearer",
  responses: "bearer",
  anthropic: "x-api-key",
  ollama: "bearer",
};

/** The base URL of a preset's first face, as its SDK takes it. */
export function exampleUrl({ url, faces: [first] }: Preset): string {
  return url + first.path;
}
