import type { Wire } from "../wire.ts";
import { event, stream, whole } from "./answer.ts";
import { read, readChat } from "./read.ts";

/** https://platform.claude.com/docs/en/api/errors */
const ERROR_TYPE = new Map([
  [400, "invalid_request_error"],
  [401, "authentication_error"],
  [404, "not_found_error"],
  [429, "rate_limit_error"],
  [529, "overloaded_error"],
]);

const REQUEST_ID = "req_011CSHoEeqs5C35K2UUqR7Fy";

/** Anthropic's Messages. */
export const anthropic: Wire = {
  dialect: "anthropic",
  operation({ method, path, headers }) {
    if (headers["anthropic-version"] === undefined) return undefined;
    if (method === "POST" && path === "/v1/messages") return "chat";
    if (method === "POST" && path === "/v1/messages/count_tokens") return "count";
    return method === "GET" && path === "/v1/models" ? "models" : undefined;
  },
  read: readChat,
  whole,
  streamType: "text/event-stream; charset=utf-8",
  stream,
  error: (status, message) => ({
    type: "error",
    error: { type: ERROR_TYPE.get(status) ?? "api_error", message },
    request_id: REQUEST_ID,
  }),
  errorEvent: (message) =>
    event({ type: "error", error: { type: "overloaded_error", message }, request_id: REQUEST_ID }),
  models: (names) => ({
    data: names.map((id) => ({ type: "model", id, display_name: id, created_at: "2026-02-19T00:00:00Z" })),
    first_id: names[0],
    last_id: names.at(-1),
    has_more: false,
  }),
  count: { read, whole: (tokens) => ({ input_tokens: tokens }) },
};
