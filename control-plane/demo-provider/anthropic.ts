import { answer } from "./answer.ts";
import { BadRequest, type DemoDialect, readLimit, readMessages, readModel } from "./messages.ts";

/** Messages: https://docs.anthropic.com/en/api/messages and …/messages-streaming */
export const anthropic: DemoDialect = {
  path: "/v1/messages",
  reply(body) {
    const model = readModel(body);
    const limit = readLimit(body.max_tokens);
    if (limit === undefined) throw new BadRequest("max_tokens: Field required");
    const said = answer({ dialect: "anthropic", model, ...readMessages(body), limit });
    const head = { id: "msg_demo", type: "message", role: "assistant", model };
    const end = { stop_reason: said.cut ? "max_tokens" : "end_turn", stop_sequence: null };
    if (body.stream !== true) {
      const content = [{ type: "text", text: said.text }];
      const usage = { input_tokens: said.inputTokens, output_tokens: said.outputTokens };
      return { kind: "json", body: { ...head, content, ...end, usage } };
    }
    const message = {
      ...head,
      content: [],
      stop_reason: null,
      stop_sequence: null,
      usage: { input_tokens: said.inputTokens, output_tokens: 1 },
    };
    return {
      kind: "stream",
      contentType: "text/event-stream; charset=utf-8",
      events: [
        event({ type: "message_start", message }),
        event({ type: "content_block_start", index: 0, content_block: { type: "text", text: "" } }),
        event({ type: "ping" }),
        ...said.pieces.map((text) =>
          event({ type: "content_block_delta", index: 0, delta: { type: "text_delta", text } }),
        ),
        event({ type: "content_block_stop", index: 0 }),
        event({ type: "message_delta", delta: end, usage: { output_tokens: said.outputTokens } }),
        event({ type: "message_stop" }),
      ],
    };
  },
  error: (status, message) => ({
    type: "error",
    error: { type: ERROR_TYPES.get(status) ?? "api_error", message },
    request_id: "req_demo",
  }),
};

/** https://docs.anthropic.com/en/api/errors */
const ERROR_TYPES = new Map([
  [400, "invalid_request_error"],
  [404, "not_found_error"],
  [405, "invalid_request_error"],
  [413, "request_too_large"],
]);

function event(data: { type: string; [field: string]: unknown }): string {
  return `event: ${data.type}\ndata: ${JSON.stringify(data)}\n\n`;
}
