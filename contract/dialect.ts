export const DIALECTS = ["openai", "responses", "anthropic", "ollama"] as const;
export type Dialect = (typeof DIALECTS)[number];
