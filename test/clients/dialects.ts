/** Every wire protocol that an official client speaks. The gateway serves those of `DIALECTS` in contract.ts. */
export const WIRE_DIALECTS = ["openai", "responses", "anthropic", "ollama"] as const;
export type WireDialect = (typeof WIRE_DIALECTS)[number];
