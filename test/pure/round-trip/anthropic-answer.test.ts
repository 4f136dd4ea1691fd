import { beforeAll, describe, expect, it } from "vitest";
import { loadPure, type Pure } from "../pure.ts";
import { withoutUnknown } from "./anthropic-unknown.ts";

let pure: Pure;
beforeAll(async () => {
  pure = await loadPure();
});

const USAGE = { input_tokens: 5, output_tokens: 7 };
const BASE = {
  id: "msg_1",
  type: "message",
  role: "assistant",
  model: "claude",
  content: [{ type: "text", text: "hi" }],
  stop_reason: "end_turn",
  stop_sequence: null,
  usage: USAGE,
};

const through = (response: object) =>
  JSON.parse(withoutUnknown(JSON.stringify(pure.translateResponse("anthropic", "anthropic", response))));

interface Case {
  field: string;
  sent: object;
  /** What arrives, over BASE; `sent` if absent. */
  arrives?: object;
}

const CASES: Case[] = [
  { field: "text", sent: { content: [{ type: "text", text: 'a "b"\n\u2028漢🀄\\' }] } },
  { field: "no content", sent: { content: [] } },
  { field: "an empty text", sent: { content: [{ type: "text", text: "" }] }, arrives: { content: [] } },
  {
    field: "texts with citations",
    sent: {
      content: [
        { type: "text", text: "a", citations: [{ type: "page_location", cited_text: "x" }] },
        { type: "text", text: "b", citations: null },
      ],
    },
    arrives: {
      content: [
        { type: "text", text: "a" },
        { type: "text", text: "b" },
      ],
    },
  },
  {
    field: "thinking, redacted_thinking",
    sent: {
      content: [
        { type: "thinking", thinking: "hm\n", signature: "sig==" },
        { type: "redacted_thinking", data: "opaque" },
        { type: "thinking", thinking: "", signature: "sealed" },
        { type: "text", text: "a" },
      ],
    },
  },
  {
    field: "tool_use",
    sent: {
      stop_reason: "tool_use",
      content: [
        { type: "tool_use", id: "toolu_1", name: "f", input: { a: [1.5e3, { b: null }], c: "\n" } },
        { type: "tool_use", id: "toolu_2", name: "g", input: {} },
      ],
    },
  },
  {
    field: "tool_use.caller",
    sent: {
      content: [
        { type: "tool_use", id: "toolu_1", name: "f", input: {}, caller: { type: "direct" }, toolset_name: null },
      ],
    },
    arrives: { content: [{ type: "tool_use", id: "toolu_1", name: "f", input: {} }] },
  },
  {
    field: "the work of the provider's own tools",
    sent: {
      content: [
        { type: "server_tool_use", id: "srvtoolu_1", name: "web_search", input: { query: "x" } },
        { type: "web_search_tool_result", tool_use_id: "srvtoolu_1", content: [] },
        { type: "text", text: "a" },
      ],
    },
    arrives: { content: [{ type: "text", text: "a" }] },
  },
  ...["end_turn", "max_tokens", "tool_use", "pause_turn", "refusal", "model_context_window_exceeded"].map(
    (stop_reason) => ({ field: `stop_reason: ${stop_reason}`, sent: { stop_reason } }),
  ),
  { field: "stop_sequence", sent: { stop_reason: "stop_sequence", stop_sequence: "\n\nEND" } },
  { field: "a stop_reason of the future", sent: { stop_reason: "bored" }, arrives: { stop_reason: "end_turn" } },
  {
    field: "stop_details",
    sent: {
      content: [],
      stop_reason: "refusal",
      stop_details: { type: "refusal", category: "cyber", explanation: "Not that." },
    },
    arrives: { stop_reason: "refusal", content: [{ type: "text", text: "Not that." }] },
  },
  {
    field: "usage: the cache, the thoughts",
    sent: {
      usage: {
        ...USAGE,
        cache_creation_input_tokens: 3,
        cache_read_input_tokens: 20,
        output_tokens_details: { thinking_tokens: 4 },
      },
    },
  },
  {
    field: "usage: counts of 0",
    sent: { usage: { ...USAGE, cache_creation_input_tokens: 0, cache_read_input_tokens: 0 } },
  },
  {
    field: "usage: what the exchange does not carry, and null",
    sent: {
      usage: {
        ...USAGE,
        cache_creation: { ephemeral_5m_input_tokens: 0, ephemeral_1h_input_tokens: 0 },
        cache_creation_input_tokens: null,
        cache_read_input_tokens: null,
        output_tokens_details: null,
        server_tool_use: null,
        service_tier: "standard",
        inference_geo: "us",
        speed: "standard",
      },
    },
    arrives: {},
  },
  { field: "usage: none", sent: { usage: undefined }, arrives: { usage: { input_tokens: 0, output_tokens: 0 } } },
  { field: "container, diagnostics", sent: { container: null, diagnostics: null, stop_details: null }, arrives: {} },
];

describe("an Anthropic answer, through the exchange to Anthropic again", () => {
  it.each(CASES)("$field", ({ sent, arrives = sent }) => {
    expect(through({ ...BASE, ...sent })).toEqual({ ...BASE, ...arrives });
  });

  it("makes an id where there is none", () => {
    expect(through({ ...BASE, id: undefined })).toMatchObject({ id: expect.stringMatching(/^msg_[a-z0-9]+$/) });
    const { content } = through({
      ...BASE,
      content: [
        { type: "tool_use", name: "f", input: {} },
        { type: "tool_use", name: "f", input: {} },
      ],
    }) as { content: { id: string }[] };
    expect(new Set(content.map(({ id }) => id)).size).toBe(2);
    for (const { id } of content) expect(id).toMatch(/^[a-zA-Z0-9_-]+$/);
  });

  it("unwraps the JSON that was asked for by a tool", () => {
    const input = { a: 'b "c"\n', d: [1, null], e: "漢🀄" };
    const content = [{ type: "tool_use", id: "toolu_1", name: "headgate_json", input }];
    const got = through({ ...BASE, stop_reason: "tool_use", content }) as typeof BASE;
    expect(got.stop_reason).toBe("end_turn");
    expect(got.content).toHaveLength(1);
    expect(JSON.parse(got.content[0]?.text ?? "")).toEqual(input);
    const cut = { stop_reason: "max_tokens", content: [{ type: "text", text: got.content[0]?.text }] };
    expect(through({ ...BASE, stop_reason: "max_tokens", content })).toEqual({ ...BASE, ...cut });
    const call = { stop_reason: "tool_use", content: [{ type: "tool_use", id: "toolu_1", name: "f", input }] };
    expect(through({ ...BASE, ...call })).toEqual({ ...BASE, ...call });
  });

  it.each([
    {},
    { content: "hi" },
    { type: "error", error: { type: "api_error", message: "x" } },
    { choices: [] },
  ])("knows that %j is no answer", (document) => {
    expect(through(document)).toBeNull();
  });

  it.each([
    [1],
    [null],
    [[]],
    [{}],
    [{ type: 7 }],
    [{ type: "text", text: 7 }],
    [{ type: "thinking" }],
    [{ type: "redacted_thinking", data: [] }],
    [{ type: "tool_use", id: 1, name: [], input: "x" }],
    [{ type: "tool_use", name: "headgate_json" }],
  ])("lives through content of %j", (...content) => {
    expect(through({ ...BASE, content, usage: [], stop_details: 1 })).toMatchObject({ type: "message" });
  });
});
