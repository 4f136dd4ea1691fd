import { error, models } from "../openai-platform.ts";
import type { Wire } from "../wire.ts";
import { failed, stream, whole } from "./answer.ts";
import { read } from "./read.ts";

/** OpenAI's Responses. */
export const responses: Wire = {
  dialect: "responses",
  operation({ method, path }) {
    if (method === "POST" && path === "/v1/responses") return "chat";
    return method === "GET" && path === "/v1/models" ? "models" : undefined;
  },
  read,
  whole,
  streamType: "text/event-stream; charset=utf-8",
  stream,
  error,
  errorEvent: failed,
  models,
};
