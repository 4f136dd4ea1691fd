import type { Dialect } from "../../../contract/dialect.ts";
import type { Stop } from "../neutral/reply.ts";

/** How each client's dialect says why an answer ended. */
export const STOP: Readonly<Record<Dialect, Readonly<Record<Stop, string>>>> = {
  openai: { end: "stop", length: "length", tools: "tool_calls", filtered: "content_filter" },
  responses: {
    end: "completed",
    length: "incomplete: max_output_tokens",
    tools: "completed",
    filtered: "incomplete: content_filter",
  },
  anthropic: { end: "end_turn", length: "max_tokens", tools: "tool_use", filtered: "refusal" },
  // It has two words only.
  ollama: { end: "stop", length: "length", tools: "stop", filtered: "stop" },
};

/** Dialects that tell how much of the prompt was cached, and how much of the answer was thought. */
export const COUNTS_IN_DETAIL: readonly Dialect[] = ["openai", "responses", "anthropic"];

/** Dialects whose providers sign or encrypt their reasoning, to have it handed back as it is. */
export const SIGNS: readonly Dialect[] = ["responses", "anthropic"];

/**
 * Whether a client gets a signature with its reasoning, and hands it back: where the provider signs,
 * always, since the API demands one (the gateway then makes a mark of its own), or never.
 */
export const GETS_SIGNATURE: Readonly<Record<Dialect, "where signed" | "always" | "never">> = {
  // In `reasoning_details`.
  openai: "where signed",
  responses: "where signed",
  anthropic: "always",
  ollama: "never",
};

/** What of an earlier turn's reasoning a provider takes back from a client of another dialect. */
export const TAKES_BACK: Readonly<Record<Dialect, "signed" | "text" | "nothing">> = {
  // Some compatible servers do: theirs is the trait `reasoning_history`.
  openai: "nothing",
  responses: "signed",
  anthropic: "signed",
  ollama: "text",
};

/** Dialects whose clients have words for how to sample: Anthropic's have none any more, and its providers may have none. */
export const SAMPLES: readonly Dialect[] = ["openai", "responses", "ollama"];

/** Dialects in which a program can demand a tool call. Ollama has no word for it. */
export const CHOOSES_TOOLS: readonly Dialect[] = ["openai", "responses", "anthropic"];
