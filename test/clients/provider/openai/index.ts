import { error, models } from "../openai-platform.ts";
import type { Wire } from "../wire.ts";
import { stream, whole } from "./answer.ts";
import { embedding } from "./embedding.ts";
import { read } from "./read.ts";

/** Chat completions and embeddings of OpenAI, and of all that are compatible. The embeddings of its Responses are these. */
export const openai: Wire = {
  dialect: "openai",
  operation({ method, path }) {
    if (method === "POST" && path === "/v1/chat/completions") return "chat";
    if (method === "POST" && path === "/v1/embeddings") return "embed";
    return method === "GET" && path === "/v1/models" ? "models" : undefined;
  },
  read,
  whole,
  streamType: "text/event-stream; charset=utf-8",
  stream,
  error,
  errorEvent: (message) => `data: ${JSON.stringify(error(500, message))}\n\n`,
  models,
  embedding,
};
