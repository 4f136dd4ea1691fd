import type { Dialect } from "../../../contract/dialect.ts";
import { anthropic as anthropicProtocol } from "../protocol/anthropic.ts";
import { countTokens as countTokensProtocol } from "../protocol/count-tokens.ts";
import { generate as generateProtocol, ollama as ollamaProtocol } from "../protocol/ollama.ts";
import { embed as embedProtocol, legacyEmbeddings as legacyEmbeddingsProtocol } from "../protocol/ollama-embeddings.ts";
import { completions as completionsProtocol, openai as openaiProtocol } from "../protocol/openai.ts";
import { openaiEmbeddings as openaiEmbeddingsProtocol } from "../protocol/openai-embeddings.ts";
import type { Protocol } from "../protocol/protocol.ts";
import { responses as responsesProtocol } from "../protocol/responses.ts";
import { anthropic } from "./anthropic.ts";
import { completions } from "./completions.ts";
import { countTokens } from "./count-tokens.ts";
import { generate } from "./generate.ts";
import { ollama } from "./ollama.ts";
import { embed } from "./ollama-embed.ts";
import { legacyEmbeddings } from "./ollama-embeddings.ts";
import { openai } from "./openai.ts";
import { openaiEmbeddings } from "./openai-embeddings.ts";
import { responses } from "./responses.ts";
import type { Seeds } from "./seeds.ts";

/** Where clients ask the gateway and the gateway asks providers. */
export interface Endpoint {
  operation: "chat" | "embeddings" | "count";
  /** Whose clients ask there: the prefix that may stand before the path. */
  vendor: "openai" | "anthropic" | "ollama";
  /** Those who have it. */
  providers: readonly Dialect[];
  seeds: Seeds;
  /** What a client may get there. */
  protocol: Protocol;
}

const at = (
  operation: Endpoint["operation"],
  vendor: Endpoint["vendor"],
  providers: readonly Dialect[],
  seeds: Seeds,
  protocol: Protocol,
): Endpoint => ({ operation, vendor, providers, seeds, protocol });

export const ENDPOINTS: readonly Endpoint[] = [
  at("chat", "openai", ["openai"], openai, openaiProtocol),
  at("chat", "openai", ["responses"], responses, responsesProtocol),
  // For clients alone: every provider is asked for a chat.
  at("chat", "openai", [], completions, completionsProtocol),
  at("chat", "anthropic", ["anthropic"], anthropic, anthropicProtocol),
  at("chat", "ollama", ["ollama"], ollama, ollamaProtocol),
  at("chat", "ollama", ["ollama"], generate, generateProtocol),
  at("embeddings", "openai", ["openai", "responses"], openaiEmbeddings, openaiEmbeddingsProtocol),
  at("embeddings", "ollama", ["ollama"], embed, embedProtocol),
  at("embeddings", "ollama", ["ollama"], legacyEmbeddings, legacyEmbeddingsProtocol),
  at("count", "anthropic", ["anthropic"], countTokens, countTokensProtocol),
];

/** @param path may have a query */
export function endpointAt(path: string): Endpoint | undefined {
  return ENDPOINTS.find(({ seeds }) => seeds.path === path.split("?")[0]);
}
