import { expect } from "vitest";
import type { Dialect } from "../../contract/dialect.ts";
import { type Reply, textOf } from "../fixtures/wire/index.ts";
import { responses } from "./expect-response.ts";
import { type Expected, idOf } from "./expected.ts";

const TIME = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z$/);

/** Providers tell more or less beside the sums: what of it is carried, the round trips assert. */
const openaiUsage = ({ inputTokens, outputTokens }: Reply) =>
  expect.objectContaining({
    prompt_tokens: inputTokens,
    completion_tokens: outputTokens,
    total_tokens: inputTokens + outputTokens,
  });

const openaiReason = (reply: Reply) => (reply.stopReason === "end" ? "stop" : "length");

const openai: Expected = {
  document: (reply) => ({
    id: idOf(reply, "chatcmpl-"),
    object: "chat.completion",
    created: expect.any(Number),
    model: reply.model,
    choices: [
      {
        index: 0,
        message: { role: "assistant", content: textOf(reply), refusal: null },
        logprobs: null,
        finish_reason: openaiReason(reply),
      },
    ],
    usage: openaiUsage(reply),
  }),
  events(reply) {
    const chunk = (choices: object[], usage: unknown = null) => ({
      data: {
        id: idOf(reply, "chatcmpl-"),
        object: "chat.completion.chunk",
        created: expect.any(Number),
        model: reply.model,
        choices,
        usage,
      },
    });
    const choice = (delta: object, finish_reason: string | null) =>
      chunk([{ index: 0, delta, logprobs: null, finish_reason }]);
    return [
      choice({ role: "assistant", content: "", refusal: null }, null),
      ...reply.pieces.map((content) => choice({ content }, null)),
      choice({}, openaiReason(reply)),
      chunk([], openaiUsage(reply)),
      { data: "[DONE]" },
    ];
  },
};

const anthropicEnd = (reply: Reply) => ({
  stop_reason: reply.stopReason === "end" ? "end_turn" : "max_tokens",
  stop_sequence: null,
});

const anthropicUsage = ({ inputTokens, outputTokens }: Reply) =>
  expect.objectContaining({ input_tokens: inputTokens, output_tokens: outputTokens });

/** What every message has and no other dialect knows of. */
const ANTHROPIC_UNKNOWN = { container: null, diagnostics: null, stop_details: null };

const anthropicHead = (reply: Reply) => ({
  id: idOf(reply, "msg_"),
  type: "message",
  role: "assistant",
  model: reply.model,
  ...ANTHROPIC_UNKNOWN,
});

const anthropic: Expected = {
  document: (reply) => ({
    ...anthropicHead(reply),
    content: [{ type: "text", text: textOf(reply), citations: null }],
    ...anthropicEnd(reply),
    usage: anthropicUsage(reply),
  }),
  events(reply) {
    const event = (type: string, rest: object) => ({ name: type, data: { type, ...rest } });
    return [
      event("message_start", {
        message: {
          ...anthropicHead(reply),
          content: [],
          stop_reason: null,
          stop_sequence: null,
          // No other dialect counts before the end: the last event tells.
          usage: expect.objectContaining({ input_tokens: expect.any(Number), output_tokens: expect.any(Number) }),
        },
      }),
      event("content_block_start", { index: 0, content_block: { type: "text", text: "", citations: null } }),
      ...reply.pieces.map((text) => event("content_block_delta", { index: 0, delta: { type: "text_delta", text } })),
      event("content_block_stop", { index: 0 }),
      event("message_delta", {
        delta: { ...anthropicEnd(reply), container: null, stop_details: null },
        usage: anthropicUsage(reply),
      }),
      event("message_stop", {}),
    ];
  },
};

const ollamaPart = (reply: Reply, content: string, done: boolean) => ({
  model: reply.model,
  created_at: TIME,
  message: { role: "assistant", content },
  done,
});

const ollamaEnd = (reply: Reply) => ({
  done_reason: openaiReason(reply),
  total_duration: expect.any(Number),
  load_duration: expect.any(Number),
  prompt_eval_count: reply.inputTokens,
  prompt_eval_duration: expect.any(Number),
  eval_count: reply.outputTokens,
  eval_duration: expect.any(Number),
});

const ollama: Expected = {
  document: (reply) => ({ ...ollamaPart(reply, textOf(reply), true), ...ollamaEnd(reply) }),
  events: (reply) => [
    ...reply.pieces.map((piece) => ({ data: ollamaPart(reply, piece, false) })),
    { data: { ...ollamaPart(reply, "", true), ...ollamaEnd(reply) } },
  ],
};

export const TRANSLATED: Readonly<Record<Dialect, Expected>> = { openai, responses, anthropic, ollama };
