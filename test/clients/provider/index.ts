import type { Dialect } from "../../../contract/dialect.ts";
import { anthropic } from "./anthropic/index.ts";
import { ollama } from "./ollama/index.ts";
import { openai } from "./openai/index.ts";
import { responses } from "./responses/index.ts";
import type { Wire } from "./wire.ts";

/** Anthropic before OpenAI: their lists of models lie on one path, and Anthropic's clients say who they are. */
export const WIRES: readonly Wire[] = [anthropic, openai, responses, ollama];

/** A provider's base URL as the dialect's own SDK takes it. */
export function baseUrl(dialect: Dialect, url: string): string {
  return dialect === "openai" || dialect === "responses" ? `${url}/v1` : url;
}
