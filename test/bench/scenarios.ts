import { type AnswerKind, type ProviderDialect, requestOf } from "./workload.ts";

/** One kind of request. The client always speaks OpenAI's dialect, to plain Envoy and to the gateway. */
export interface Scenario {
  /** Also the model that the client asks the gateway for. */
  name: string;
  title: string;
  /** The client's request. */
  body: string;
  kind: AnswerKind;
  /** The gateway's provider. Plain Envoy can only go to one that speaks as the client does. */
  dialect: ProviderDialect;
  /** The provider's name for the model, where it is another: the gateway has to write it into the body. */
  upstreamModel?: string;
}

const SMALL = 300;
const LARGE = 100 * 1024;
const UPSTREAM = "provider-model-2025-01-01";

export const SCENARIOS: readonly Scenario[] = [
  { name: "chat", title: "300 B chat", body: requestOf(SMALL, "chat"), kind: "chat", dialect: "openai" },
  {
    name: "chat-translated",
    title: "300 B chat, to Anthropic",
    body: requestOf(SMALL, "chat-translated"),
    kind: "chat",
    dialect: "anthropic",
    upstreamModel: UPSTREAM,
  },
  {
    name: "stream",
    title: "stream of 64",
    body: requestOf(SMALL, "stream", { stream: true }),
    kind: "stream",
    dialect: "openai",
  },
  {
    name: "stream-translated",
    title: "stream of 64, from Anthropic",
    body: requestOf(SMALL, "stream-translated", { stream: true }),
    kind: "stream",
    dialect: "anthropic",
    upstreamModel: UPSTREAM,
  },
  // The model is renamed: else it would not matter where it stands.
  {
    name: "large-model-first",
    title: "100 KB, model first, renamed",
    body: requestOf(LARGE, "large-model-first"),
    kind: "chat",
    dialect: "openai",
    upstreamModel: UPSTREAM,
  },
  {
    name: "large-model-last",
    title: "100 KB, model last, renamed",
    body: requestOf(LARGE, "large-model-last", { modelLast: true }),
    kind: "chat",
    dialect: "openai",
    upstreamModel: UPSTREAM,
  },
];
