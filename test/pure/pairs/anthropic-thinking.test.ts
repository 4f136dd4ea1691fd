/** How much an Anthropic provider is asked to think, and whose thoughts it and its clients get. */

import { beforeAll, describe, expect, it } from "vitest";
import { loadPure, type Pure } from "../pure.ts";
import { withoutUnknown } from "../round-trip/anthropic-unknown.ts";

let pure: Pure;
beforeAll(async () => {
  pure = await loadPure();
});

const HI = { role: "user", content: "hi" };
const BASE = { model: "m", messages: [HI] };
const SENT = { ...BASE, max_tokens: 4096 };
const PARAMETERS = { type: "object", properties: { a: { type: "string" } } };
const TOOL = { type: "function", function: { name: "f", parameters: PARAMETERS } };
const SENT_TOOL = { name: "f", input_schema: PARAMETERS };

const translate = (request: object, traits: object = {}) =>
  pure.translateRequest("openai", "anthropic", { ...BASE, ...request }, { traits }) as Record<string, unknown>;
const approximated = () => pure.losses().approximated;
const dropped = () => pure.losses().dropped;

describe("thinking, with a budget of tokens", () => {
  it.each([
    ["minimal", 1024],
    ["low", 2048],
    ["medium", 8192],
    ["high", 16_384],
    ["xhigh", 24_576],
    ["max", 32_000],
  ])("effort %s is %i tokens", (reasoning_effort, budget_tokens) => {
    const sent = translate({ reasoning_effort, max_tokens: 64_000 });
    expect(sent).toEqual({ ...SENT, max_tokens: 64_000, thinking: { type: "enabled", budget_tokens } });
    expect(approximated()).toEqual(["reasoning_effort"]);
  });

  it("is off where the client says so, and left alone where it says nothing", () => {
    expect(translate({ reasoning_effort: "none" })).toEqual({ ...SENT, thinking: { type: "disabled" } });
    expect(approximated()).toEqual([]);
    expect(translate({})).toEqual(SENT);
  });

  it("leaves 1,024 tokens of the limit for the answer", () => {
    const budget = (max_tokens: number) => translate({ reasoning_effort: "medium", max_tokens }).thinking;
    expect(budget(8193)).toEqual({ type: "enabled", budget_tokens: 8192 });
    expect(budget(8192)).toEqual({ type: "enabled", budget_tokens: 7168 });
    expect(budget(2048)).toEqual({ type: "enabled", budget_tokens: 1024 });
    expect(budget(2047)).toBeUndefined();
    expect(approximated()).toEqual(["reasoning_effort"]);
  });

  it("leaves out the sampling that it excludes", () => {
    const sent = translate({ reasoning_effort: "low", temperature: 0.1, top_p: 0.9 });
    expect(sent).toEqual({ ...SENT, thinking: { type: "enabled", budget_tokens: 2048 } });
    expect(approximated()).toEqual(["temperature", "top_p", "reasoning_effort"]);
  });

  it("gives way to a forced tool", () => {
    for (const tool_choice of ["required", { type: "function", function: { name: "f" } }]) {
      const sent = translate({ reasoning_effort: "low", temperature: 0.5, tools: [TOOL], tool_choice });
      expect(sent).toMatchObject({ temperature: 0.5, tool_choice: {} });
      expect(sent).not.toHaveProperty("thinking");
      expect(approximated()).toEqual(["reasoning_effort"]);
    }
    expect(translate({ reasoning_effort: "low", tools: [TOOL], tool_choice: "auto" })).toHaveProperty("thinking");
  });

  const CALL = { id: "call_1", type: "function", function: { name: "f", arguments: "{}" } };
  const RESULT = { role: "tool", tool_call_id: "call_1", content: "42" };
  const sealed = (signature: string) => ({
    role: "assistant",
    content: null,
    tool_calls: [CALL],
    reasoning_details: [{ type: "reasoning.text", text: "hm", signature, index: 0 }],
  });
  const thinks = (...messages: object[]) => {
    const sent = translate({ reasoning_effort: "low", tools: [TOOL], messages: [HI, ...messages] });
    return "thinking" in sent;
  };

  it("gives way to tool calls that began without thoughts of Anthropic's", () => {
    expect(thinks({ role: "assistant", tool_calls: [CALL] }, RESULT)).toBe(false);
    expect(thinks(sealed("s"), RESULT)).toBe(false);
    expect(thinks(sealed("headgate.responses.s"), RESULT)).toBe(false);
    expect(thinks(sealed("headgate.anthropic."), RESULT)).toBe(false);
    expect(thinks(sealed("headgate.anthropic.s"), RESULT)).toBe(true);
    // One turn, however many calls it makes, and though the user adds a word to a result.
    const more = { role: "assistant", tool_calls: [CALL] };
    expect(thinks(sealed("headgate.anthropic.s"), RESULT, more, RESULT)).toBe(true);
    expect(thinks(more, RESULT, HI, sealed("headgate.anthropic.s"), RESULT)).toBe(false);
  });

  it("comes back once that turn is over", () => {
    const said = { role: "assistant", content: "42." };
    expect(thinks({ role: "assistant", tool_calls: [CALL] }, RESULT, said, HI)).toBe(true);
    expect(thinks({ role: "assistant", tool_calls: [CALL] }, RESULT, said)).toBe(false);
  });

  it("hands Anthropic's own thoughts back, sealed as they were", () => {
    const assistant = { ...sealed("headgate.anthropic.s=="), content: "I look." };
    assistant.reasoning_details.push({ type: "reasoning.encrypted", data: "headgate.anthropic.o", index: 1 } as never);
    assistant.reasoning_details.push({ type: "reasoning.encrypted", data: "headgate.responses.o", index: 2 } as never);
    expect(translate({ messages: [HI, assistant, RESULT] }).messages).toEqual([
      HI,
      {
        role: "assistant",
        content: [
          { type: "thinking", thinking: "hm", signature: "s==" },
          { type: "redacted_thinking", data: "o" },
          { type: "text", text: "I look." },
          { type: "tool_use", id: "call_1", name: "f", input: {} },
        ],
      },
      { role: "user", content: [{ type: "tool_result", tool_use_id: "call_1", content: "42" }] },
    ]);
    expect(dropped()).toEqual(["messages.reasoning"]);
  });

  it("never shows thoughts as text", () => {
    const assistant = { role: "assistant", content: "a", reasoning_content: "secret" };
    expect(JSON.stringify(translate({ messages: [HI, assistant, HI] }))).not.toContain("secret");
    expect(dropped()).toEqual(["messages.reasoning"]);
  });
});

describe("thinking, where the model decides how much", () => {
  const ADAPTIVE = { thinking: "adaptive" };

  it.each([
    ["minimal", "low", ["reasoning_effort"]],
    ["low", "low", []],
    ["medium", "medium", []],
    ["high", "high", []],
    ["xhigh", "xhigh", []],
    ["max", "max", []],
  ])("effort %s is %s", (reasoning_effort, effort, expected) => {
    const sent = translate({ reasoning_effort }, ADAPTIVE);
    expect(sent).toEqual({ ...SENT, thinking: { type: "adaptive" }, output_config: { effort } });
    expect(approximated()).toEqual(expected);
  });

  it("comes down to little where it cannot be off", () => {
    expect(translate({ reasoning_effort: "none" }, ADAPTIVE)).toEqual({ ...SENT, output_config: { effort: "low" } });
    expect(approximated()).toEqual(["reasoning_effort"]);
  });

  it("gives way to a forced tool, but not the effort", () => {
    const request = { reasoning_effort: "high", tools: [TOOL], tool_choice: "required" };
    expect(translate(request, ADAPTIVE)).toEqual({
      ...SENT,
      tools: [SENT_TOOL],
      tool_choice: { type: "any" },
      output_config: { effort: "high" },
    });
    expect(approximated()).toEqual(["reasoning_effort"]);
  });

  it("turns a budget of Anthropic's into an effort", () => {
    for (const [budget_tokens, effort] of [
      [1024, "low"],
      [4096, "low"],
      [4097, "medium"],
      [12_288, "medium"],
      [12_289, "high"],
    ]) {
      const request = { ...SENT, max_tokens: 20_000, thinking: { type: "enabled", budget_tokens } };
      const sent = pure.translateRequest("anthropic", "anthropic", request, { traits: ADAPTIVE });
      expect(sent).toMatchObject({ thinking: { type: "adaptive" }, output_config: { effort } });
      expect(approximated()).toEqual(["thinking"]);
    }
  });
});

describe("the thoughts of another provider, told to an Anthropic client", () => {
  const answer = (message: object) => ({
    id: "chatcmpl-1",
    object: "chat.completion",
    created: 1,
    model: "m",
    choices: [{ index: 0, finish_reason: "stop", message: { role: "assistant", content: "a", ...message } }],
    usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
  });
  const text = { type: "text", text: "a" };
  const content = (message: object) =>
    JSON.parse(withoutUnknown(JSON.stringify(pure.translateResponse("openai", "anthropic", answer(message))))).content;

  it("always have a signature", () => {
    expect(content({ reasoning_content: "hm" })).toEqual([
      { type: "thinking", thinking: "hm", signature: "headgate.openai." },
      text,
    ]);
  });

  it("carry the maker's seal, marked", () => {
    const reasoning_details = [
      { type: "reasoning.text", text: "hm", signature: "s", index: 0 },
      { type: "reasoning.encrypted", data: "o", index: 1 },
    ];
    expect(content({ reasoning_details })).toEqual([
      { type: "thinking", thinking: "hm", signature: "headgate.openai.s" },
      { type: "redacted_thinking", data: "headgate.openai.o" },
      text,
    ]);
  });

  it("leave no empty text behind", () => {
    expect(content({ content: "", reasoning_content: "hm" })).toHaveLength(1);
  });

  it("do so in a stream", () => {
    const chunk = (delta: object, finish_reason: string | null = null) =>
      `data: ${JSON.stringify({ id: "c", model: "m", choices: [{ index: 0, delta, finish_reason }] })}\n\n`;
    const stream = [
      chunk({ role: "assistant", reasoning_content: "hm" }),
      chunk({ reasoning_content: "." }),
      chunk({ content: "a" }),
      chunk({}, "stop"),
      "data: [DONE]\n\n",
    ].join("");
    const got = withoutUnknown(pure.translateStream("openai", "anthropic", [Buffer.from(stream)]).text);
    const events = got
      .split("\n\n")
      .slice(0, -1)
      .map((event) => JSON.parse(event.split("\ndata: ")[1] ?? ""));
    expect(events.map(({ type, index, delta, content_block }) => [type, index, delta ?? content_block])).toEqual([
      ["message_start", undefined, undefined],
      ["content_block_start", 0, { type: "thinking", thinking: "", signature: "" }],
      ["content_block_delta", 0, { type: "thinking_delta", thinking: "hm" }],
      ["content_block_delta", 0, { type: "thinking_delta", thinking: "." }],
      ["content_block_delta", 0, { type: "signature_delta", signature: "headgate.openai." }],
      ["content_block_stop", 0, undefined],
      ["content_block_start", 1, { type: "text", text: "" }],
      ["content_block_delta", 1, { type: "text_delta", text: "a" }],
      ["content_block_stop", 1, undefined],
      ["message_delta", undefined, { stop_reason: "end_turn", stop_sequence: null }],
      ["message_stop", undefined, undefined],
    ]);
  });
});
