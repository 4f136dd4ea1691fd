import { DIALECTS, type Dialect } from "../../contract/dialect.ts";

/** Client's dialect and provider's: all sixteen. */
export const PAIRS: readonly { client: Dialect; provider: Dialect }[] = DIALECTS.flatMap((client) =>
  DIALECTS.map((provider) => ({ client, provider })),
);

/** Every client with a provider of its own dialect, and with one of another. */
export const SAME_AND_OTHER: readonly { client: Dialect; provider: Dialect }[] = [
  { client: "openai", provider: "openai" },
  { client: "openai", provider: "anthropic" },
  { client: "responses", provider: "responses" },
  { client: "responses", provider: "ollama" },
  { client: "anthropic", provider: "anthropic" },
  { client: "anthropic", provider: "responses" },
  { client: "ollama", provider: "ollama" },
  { client: "ollama", provider: "openai" },
];
