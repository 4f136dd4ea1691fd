import type { MessageCreateParams } from "@anthropic-ai/sdk/resources/messages";
import { beforeAll, describe, expect, it } from "vitest";
import { loadPure, type Pure } from "../pure.ts";
import { BASE, CACHE, type Case, expectTrip, HI, SCHEMA, TOOL } from "./anthropic-case.ts";

let pure: Pure;
beforeAll(async () => {
  pure = await loadPure();
});

/** What `@anthropic-ai/sdk` 1.11 documents for `messages.create`, and the sampling settings of API version 2023-06-01. */
const CASES: Case[] = [
  { field: "nothing but what is required", sent: {} },
  { field: "temperature, top_p, top_k", sent: { temperature: 0.5, top_p: 0.9, top_k: 40 } },
  { field: "stop_sequences", sent: { stop_sequences: ["END", "\n\nHuman:"] } },
  { field: "metadata.user_id", sent: { metadata: { user_id: "u-1" } } },
  { field: "metadata: null", sent: { metadata: { user_id: null } }, arrives: {} },
  { field: "metadata.other", sent: { metadata: { team: "a" } }, arrives: {}, dropped: ["metadata.team"] },
  { field: "service_tier", sent: { service_tier: "standard_only" }, arrives: {}, dropped: ["service_tier"] },
  { field: "speed", sent: { speed: "fast" }, arrives: {}, dropped: ["speed"] },
  {
    field: "diagnostics",
    sent: { diagnostics: { previous_message_id: "msg_1" } },
    arrives: {},
    dropped: ["diagnostics"],
  },
  { field: "cache_control", sent: { cache_control: CACHE } },
  {
    field: "all optional fields null",
    sent: {
      cache_control: null,
      container: null,
      diagnostics: null,
      inference_geo: null,
      metadata: null,
      output_config: null,
      speed: null,
      stop_sequences: null,
      system: null,
      temperature: null,
      thinking: null,
      tool_choice: null,
      tools: null,
    },
    arrives: {},
  },

  { field: "system", sent: { system: 'Be "brief".\n' } },
  { field: "system: empty", sent: { system: "" }, arrives: {} },
  {
    field: "system: blocks",
    sent: {
      system: [
        { type: "text", text: "a" },
        { type: "text", text: "b", cache_control: CACHE },
      ],
    },
  },
  {
    field: "system: one block that is cached",
    sent: { system: [{ type: "text", text: "a", cache_control: CACHE }] },
  },
  { field: "system: one block", sent: { system: [{ type: "text", text: "a" }] }, arrives: { system: "a" } },
  {
    field: "a system message in the conversation",
    sent: { system: "a", messages: [HI, { role: "system", content: "b" }, { role: "assistant", content: "c" }, HI] },
    arrives: {
      system: [
        { type: "text", text: "a" },
        { type: "text", text: "b" },
      ],
      messages: [HI, { role: "assistant", content: "c" }, HI],
    },
    approximated: ["messages"],
  },

  {
    field: "tools",
    sent: {
      tools: [
        { ...TOOL, strict: true },
        { name: "g", input_schema: SCHEMA },
      ],
    },
  },
  { field: "tools.type: custom", sent: { tools: [{ ...TOOL, type: "custom" }] }, arrives: { tools: [TOOL] } },
  {
    field: "tools.cache_control",
    sent: { tools: [{ ...TOOL, cache_control: CACHE }] },
  },
  {
    field: "tools: the provider's hints",
    sent: {
      tools: [
        {
          ...TOOL,
          defer_loading: true,
          eager_input_streaming: true,
          input_examples: [{ a: 1 }],
          allowed_callers: ["direct", "code_execution_20260120"],
        },
        { ...TOOL, name: "g", defer_loading: false, allowed_callers: ["direct"], input_examples: [] },
      ],
    },
    arrives: { tools: [TOOL, { ...TOOL, name: "g" }] },
    dropped: ["tools.defer_loading", "tools.eager_input_streaming", "tools.input_examples", "tools.allowed_callers"],
  },
  {
    field: "tools: the provider's own, beside the client's",
    sent: { tools: [{ type: "web_search_20260318", name: "web_search" }, TOOL] },
    arrives: { tools: [TOOL] },
    dropped: ["tools.web_search_20260318"],
  },
  {
    field: "messages.content: what the provider's own tools did",
    sent: {
      messages: [
        HI,
        {
          role: "assistant",
          content: [
            { type: "server_tool_use", id: "a", name: "web_search", input: { query: "x" } },
            { type: "web_search_tool_result", tool_use_id: "a", content: [] },
            { type: "text", text: "found" },
          ],
        },
        HI,
      ],
    },
    arrives: { messages: [HI, { role: "assistant", content: "found" }, HI] },
    dropped: ["messages.content.server_tool_use", "messages.content.web_search_tool_result"],
  },
  {
    field: "messages.content: a summary of the provider's",
    sent: {
      messages: [HI, { role: "assistant", content: [{ type: "compaction", content: "so far" }] }, HI],
    },
    arrives: { messages: [HI, { role: "assistant", content: "so far" }, HI] },
  },
  {
    field: "tools: a schema that is open",
    sent: { tools: [{ name: "f", input_schema: {} }] },
    arrives: { tools: [{ name: "f", input_schema: { type: "object" } }] },
  },
  ...(["auto", "any", "none"] as const).map((type) => ({
    field: `tool_choice: ${type}`,
    sent: { tools: [TOOL], tool_choice: { type } },
  })),
  { field: "tool_choice: tool", sent: { tools: [TOOL], tool_choice: { type: "tool", name: "f" } } },
  {
    field: "tool_choice.disable_parallel_tool_use",
    sent: { tools: [TOOL], tool_choice: { type: "any", disable_parallel_tool_use: true } },
  },
  { field: "tool_choice without tools", sent: { tool_choice: { type: "auto" } }, arrives: {} },

  {
    field: "thinking: enabled",
    sent: { thinking: { type: "enabled", budget_tokens: 2000, display: "summarized" }, max_tokens: 8000 },
  },
  {
    field: "thinking: adaptive",
    sent: { thinking: { type: "adaptive", display: "omitted" }, output_config: { effort: "xhigh" } },
  },
  { field: "thinking: disabled", sent: { thinking: { type: "disabled" }, output_config: { effort: "low" } } },
  {
    field: "thinking: between_tools",
    sent: { thinking: { type: "between_tools" } },
    arrives: { thinking: { type: "disabled" } },
    dropped: ["thinking.type"],
  },
  { field: "output_config.effort", sent: { output_config: { effort: "max" } } },
  { field: "output_config.format", sent: { output_config: { format: { type: "json_schema", schema: SCHEMA } } } },
  {
    field: "output_format, of the beta",
    sent: { output_format: { type: "json_schema", schema: SCHEMA } },
    arrives: { output_config: { format: { type: "json_schema", schema: SCHEMA } } },
  },
  {
    field: "output_config.task_budget, of the beta",
    sent: { output_config: { task_budget: { type: "tokens", total: 9 }, effort: null, format: null } },
    arrives: {},
    dropped: ["output_config.task_budget"],
  },
];

describe("an Anthropic request, through the exchange to Anthropic again", () => {
  it.each(CASES)("$field", (trip) => expectTrip(pure, trip));

  it("asks for a stream", () => {
    const got = pure.translateRequest("anthropic", "anthropic", { ...BASE, stream: true }, { stream: true });
    expect(got).toEqual({ ...BASE, stream: true });
  });

  it("gives the target's limit where there is none", () => {
    expect(pure.translateRequest("anthropic", "anthropic", { model: "m", messages: [HI] })).toEqual({
      model: "m",
      messages: [HI],
      max_tokens: 4096,
    });
  });

  /** Fails to compile when the SDK documents a field that stands nowhere in this file. */
  it("knows every documented field", () => {
    type Known =
      | "model"
      | "messages"
      | "max_tokens"
      | "stream"
      | "system"
      | "metadata"
      | "stop_sequences"
      | "service_tier"
      | "speed"
      | "diagnostics"
      | "cache_control"
      | "container"
      | "inference_geo"
      | "output_config"
      | "thinking"
      | "tool_choice"
      | "tools"
      // Headers.
      | "user_profile_id"
      | "workspace_id";
    const unknown: Exclude<keyof MessageCreateParams, Known>[] = [];
    expect(unknown).toEqual([]);
  });
});
