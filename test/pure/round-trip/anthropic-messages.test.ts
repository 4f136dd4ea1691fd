import { beforeAll, describe, it } from "vitest";
import { loadPure, type Pure } from "../pure.ts";
import { assistant, CACHE, type Case, expectTrip, HI, PDF, PNG, TOOL, user } from "./anthropic-case.ts";

let pure: Pure;
beforeAll(async () => {
  pure = await loadPure();
});

const CASES: Case[] = [
  {
    field: "messages: turns of one speaker",
    sent: { messages: [HI, { role: "user", content: "there" }, { role: "assistant", content: "yes?" }, HI] },
    arrives: {
      messages: [
        {
          role: "user",
          content: [
            { type: "text", text: "hi" },
            { type: "text", text: "there" },
          ],
        },
        { role: "assistant", content: "yes?" },
        HI,
      ],
    },
  },
  {
    field: "messages: empty texts",
    sent: {
      messages: [
        { role: "user", content: "" },
        HI,
        { role: "assistant", content: [{ type: "text", text: "" }] },
        { role: "user", content: [] },
      ],
    },
    arrives: {},
  },
  { field: "messages: a prefill", sent: { messages: [HI, { role: "assistant", content: "So" }] } },
  {
    field: "messages: a prefill that ends in white space",
    sent: { messages: [HI, { role: "assistant", content: "C:\\n \r\n\t" }] },
    arrives: { messages: [HI, { role: "assistant", content: "C:\\n" }] },
  },
  {
    field: "messages: a prefill of white space",
    sent: {
      messages: [
        HI,
        {
          role: "assistant",
          content: [
            { type: "text", text: " x\\ " },
            { type: "text", text: "\n " },
          ],
        },
      ],
    },
    arrives: { messages: [HI, { role: "assistant", content: " x\\" }] },
  },
  { field: "messages: no prefill left", sent: { messages: [HI, { role: "assistant", content: " " }] }, arrives: {} },
  {
    field: "messages: the assistant first",
    sent: { messages: [{ role: "assistant", content: "Welcome." }, HI] },
    arrives: { messages: [{ role: "user", content: "(continued)" }, { role: "assistant", content: "Welcome." }, HI] },
    approximated: ["messages"],
  },
  {
    field: "messages: the system's alone",
    sent: { system: "a", messages: [{ role: "user", content: "" }] },
    arrives: { messages: [{ role: "user", content: "a" }] },
    approximated: ["messages"],
  },

  {
    field: "text.cache_control",
    sent: user({ type: "text", text: "hi", cache_control: CACHE }),
  },
  {
    field: "text.citations",
    sent: assistant({ type: "text", text: "a", citations: [{ type: "char_location", cited_text: "x" }] }),
    arrives: { messages: [HI, { role: "assistant", content: "a" }, HI] },
    dropped: ["messages.content.citations"],
  },
  { field: "image: base64", sent: user({ type: "image", source: PNG }) },
  { field: "image: url", sent: user({ type: "image", source: { type: "url", url: "https://a.example/b.png?c=d&e" } }) },
  { field: "image: file", sent: user({ type: "image", source: { type: "file", file_id: "file_1" } }) },
  {
    field: "image.cache_control, transformations",
    sent: user({ type: "image", source: PNG, cache_control: CACHE, transformations: { oversized_image: "error" } }),
    arrives: user({ type: "image", source: PNG, cache_control: CACHE }),
    dropped: ["messages.content.transformations"],
  },
  { field: "document: pdf, title", sent: user({ type: "document", source: PDF, title: "A" }) },
  { field: "document: url", sent: user({ type: "document", source: { type: "url", url: "https://a.example/b.pdf" } }) },
  { field: "document: file", sent: user({ type: "document", source: { type: "file", file_id: "file_1" } }) },
  {
    field: "document: text",
    sent: user({ type: "document", source: { type: "text", media_type: "text/plain", data: "a\nb" } }),
  },
  {
    field: "document: content string",
    sent: user({ type: "document", source: { type: "content", content: "a" } }),
    arrives: user({ type: "document", source: { type: "text", media_type: "text/plain", data: "a" } }),
  },
  {
    field: "document: content blocks",
    sent: user({
      type: "document",
      title: "T",
      cache_control: CACHE,
      source: {
        type: "content",
        content: [
          { type: "text", text: "a" },
          { type: "image", source: PNG },
        ],
      },
    }),
    arrives: user({ type: "text", text: "a" }, { type: "image", source: PNG, cache_control: CACHE }),
    dropped: ["messages.content.title"],
  },
  {
    field: "document.context, citations, cache_control",
    sent: user({
      type: "document",
      source: PDF,
      context: "from 1999",
      citations: { enabled: true },
      cache_control: CACHE,
    }),
    arrives: user({ type: "text", text: "from 1999" }, { type: "document", source: PDF, cache_control: CACHE }),
    dropped: ["messages.content.citations"],
  },
  {
    field: "thinking and redacted_thinking blocks",
    sent: assistant(
      { type: "thinking", thinking: "hm\n", signature: "sig==" },
      { type: "redacted_thinking", data: "opaque" },
      { type: "text", text: "a" },
    ),
  },
  {
    field: "a thinking block whose thoughts were left out",
    sent: assistant({ type: "thinking", thinking: "", signature: "sig==" }, { type: "text", text: "a" }),
  },
  {
    field: "thinking without a signature, or with another provider's",
    sent: assistant(
      { type: "thinking", thinking: "hm", signature: "" },
      { type: "thinking", thinking: "hm", signature: "headgate.openai." },
      { type: "redacted_thinking", data: "headgate.responses.gAAA" },
      { type: "text", text: "a" },
    ),
    arrives: { messages: [HI, { role: "assistant", content: "a" }, HI] },
    dropped: ["messages.reasoning"],
  },
  {
    field: "tool_use, tool_result",
    sent: {
      tools: [TOOL],
      messages: [
        HI,
        {
          role: "assistant",
          content: [
            { type: "text", text: "I look." },
            { type: "tool_use", id: "toolu_1", name: "f", input: { a: [1, { b: null }], c: "\n" } },
            { type: "tool_use", id: "toolu_2", name: "f", input: {}, cache_control: CACHE },
          ],
        },
        {
          role: "user",
          content: [
            { type: "tool_result", tool_use_id: "toolu_1", content: "it\nworks" },
            {
              type: "tool_result",
              tool_use_id: "toolu_2",
              content: [
                { type: "text", text: "it" },
                { type: "image", source: PNG },
                { type: "document", source: PDF },
              ],
              is_error: true,
              cache_control: CACHE,
            },
            { type: "text", text: "go on" },
          ],
        },
      ],
    },
  },
  {
    field: "tool_result: empty, after other blocks, from a direct caller",
    sent: {
      messages: [
        HI,
        {
          role: "assistant",
          content: [{ type: "tool_use", id: "a:b/ü", name: "f", input: {}, caller: { type: "direct" } }],
        },
        {
          role: "user",
          content: [
            { type: "text", text: "go on" },
            { type: "tool_result", tool_use_id: "a:b/ü" },
          ],
        },
      ],
    },
    arrives: {
      messages: [
        HI,
        { role: "assistant", content: [{ type: "tool_use", id: "a_b___", name: "f", input: {} }] },
        {
          role: "user",
          content: [
            { type: "tool_result", tool_use_id: "a_b___" },
            { type: "text", text: "go on" },
          ],
        },
      ],
    },
  },
];

describe("an Anthropic request's messages, through the exchange to Anthropic again", () => {
  it.each(CASES)("$field", (trip) => expectTrip(pure, trip));
});
