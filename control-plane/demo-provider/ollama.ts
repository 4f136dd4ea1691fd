import { answer, DEMO_TIME } from "./answer.ts";
import { type DemoDialect, readLimit, readMessages, readModel } from "./messages.ts";

/** Chat: https://github.com/ollama/ollama/blob/main/docs/api.md. It streams unless told not to. */
export const ollama: DemoDialect = {
  path: "/api/chat",
  reply(body) {
    const model = readModel(body);
    const limit = readLimit((body.options as { num_predict?: unknown } | undefined)?.num_predict);
    const said = answer({ dialect: "ollama", model, ...readMessages(body), ...(limit && { limit }) });
    const part = (content: string, rest: object) => ({
      model,
      created_at: DEMO_TIME.toISOString(),
      message: { role: "assistant", content },
      ...rest,
    });
    // One millisecond a word, in nanoseconds.
    const durations = {
      total_duration: (said.inputTokens + said.outputTokens) * 1e6,
      load_duration: 0,
      prompt_eval_count: said.inputTokens,
      prompt_eval_duration: said.inputTokens * 1e6,
      eval_count: said.outputTokens,
      eval_duration: said.outputTokens * 1e6,
    };
    const end = { done_reason: said.cut ? "length" : "stop", done: true, ...durations };
    if (body.stream === false) return { kind: "json", body: part(said.text, end) };
    return {
      kind: "stream",
      contentType: "application/x-ndjson",
      events: [...said.pieces.map((piece) => part(piece, { done: false })), part("", end)].map(
        (line) => `${JSON.stringify(line)}\n`,
      ),
    };
  },
  error: (_status, message) => ({ error: message }),
};
