import type { Wire } from "../wire.ts";
import { line, stream, whole } from "./answer.ts";
import { embedding } from "./embedding.ts";
import { read } from "./read.ts";

/** Ollama's native API. */
export const ollama: Wire = {
  dialect: "ollama",
  operation({ method, path }) {
    if (method === "POST" && path === "/api/chat") return "chat";
    if (method === "POST" && path === "/api/embed") return "embed";
    return method === "GET" && path === "/api/tags" ? "models" : undefined;
  },
  read,
  whole,
  streamType: "application/x-ndjson",
  stream,
  error: (_status, message) => ({ error: message }),
  errorEvent: (message) => line({ error: message }),
  models: (names) => ({
    models: names.map((name) => ({
      name,
      model: name,
      modified_at: "2026-05-10T08:06:48.639712648-07:00",
      size: 1_234_567_890,
      digest: "0a8c266910232fd3291e71e5ba1e058cc5af9d411192cf88b6d30e92b6e73163",
      details: { parent_model: "", format: "gguf", family: "llama", families: ["llama"], parameter_size: "3.2B" },
    })),
  }),
  embedding,
};
