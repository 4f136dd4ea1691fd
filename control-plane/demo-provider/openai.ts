import { answer, DEMO_TIME } from "./answer.ts";
import { type DemoDialect, readLimit, readMessages, readModel } from "./messages.ts";

/** Chat completions: https://platform.openai.com/docs/api-reference/chat */
export const openai: DemoDialect = {
  path: "/v1/chat/completions",
  reply(body) {
    const model = readModel(body);
    const limit = readLimit(body.max_completion_tokens) ?? readLimit(body.max_tokens);
    const said = answer({ dialect: "openai", model, ...readMessages(body), ...(limit && { limit }) });
    const head = {
      id: "chatcmpl-demo",
      created: DEMO_TIME.getTime() / 1000,
      model,
      system_fingerprint: "headgate-demo",
    };
    const finish = said.cut ? "length" : "stop";
    const usage = {
      prompt_tokens: said.inputTokens,
      completion_tokens: said.outputTokens,
      total_tokens: said.inputTokens + said.outputTokens,
    };
    if (body.stream !== true) {
      const message = { role: "assistant", content: said.text, refusal: null, annotations: [] };
      const choices = [{ index: 0, message, logprobs: null, finish_reason: finish }];
      return { kind: "json", body: { ...head, object: "chat.completion", choices, usage } };
    }
    const withUsage = (body.stream_options as { include_usage?: unknown } | undefined)?.include_usage === true;
    const chunk = (choices: object[], counted: object | null) =>
      `data: ${JSON.stringify({ ...head, object: "chat.completion.chunk", choices, ...(withUsage && { usage: counted }) })}\n\n`;
    const choice = (delta: object, finish_reason: string | null) =>
      chunk([{ index: 0, delta, logprobs: null, finish_reason }], null);
    return {
      kind: "stream",
      contentType: "text/event-stream; charset=utf-8",
      events: [
        choice({ role: "assistant", content: "", refusal: null }, null),
        ...said.pieces.map((content) => choice({ content }, null)),
        choice({}, finish),
        ...(withUsage ? [chunk([], usage)] : []),
        "data: [DONE]\n\n",
      ],
    };
  },
  error: (status, message) => ({
    error: {
      message,
      type: status < 500 ? "invalid_request_error" : "server_error",
      param: null,
      code: null,
    },
  }),
};
