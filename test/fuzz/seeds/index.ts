import { DIALECTS, type Dialect } from "../../../control-plane/contract.ts";
import { anthropic as anthropicProtocol } from "../protocol/anthropic.ts";
import { ollama as ollamaProtocol } from "../protocol/ollama.ts";
import { openai as openaiProtocol } from "../protocol/openai.ts";
import type { Protocol } from "../protocol/protocol.ts";
import { responses as responsesProtocol } from "../protocol/responses.ts";
import { anthropic } from "./anthropic.ts";
import { ollama } from "./ollama.ts";
import { openai } from "./openai.ts";
import { responses } from "./responses.ts";
import type { Seeds } from "./seeds.ts";

/** Where clients ask the gateway and the gateway asks providers. */
export interface Endpoint {
  dialect: Dialect;
  seeds: Seeds;
  /** What a client may get there. */
  protocol: Protocol;
}

export const DOCUMENTED: readonly (Omit<Endpoint, "dialect"> & { dialect: Dialect | "responses" })[] = [
  { dialect: "openai", seeds: openai, protocol: openaiProtocol },
  { dialect: "responses", seeds: responses, protocol: responsesProtocol },
  { dialect: "anthropic", seeds: anthropic, protocol: anthropicProtocol },
  { dialect: "ollama", seeds: ollama, protocol: ollamaProtocol },
];

/** Those of the dialects that there are. */
export const ENDPOINTS = DOCUMENTED.filter((endpoint): endpoint is Endpoint =>
  (DIALECTS as readonly string[]).includes(endpoint.dialect),
);

/** @param path may have a query */
export function endpointAt(path: string): Endpoint | undefined {
  return ENDPOINTS.find(({ seeds }) => seeds.path === path.split("?")[0]);
}
