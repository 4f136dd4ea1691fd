import { beforeAll, describe, expect, test } from "vitest";
import { DIALECTS } from "../../contract/dialect.ts";
import { FIELDS } from "../fixtures/fields/index.ts";
import { loadPromptReader, type Prompt, type PromptReader } from "./prompt.ts";
import type { DialectName } from "./pure.ts";

/** What of a request the model sees, and so what no rule may miss. */
let reader: PromptReader;

beforeAll(async () => {
  reader = await loadPromptReader();
});

const words = ({ texts }: Prompt) => texts.map(([, text]) => text);
const SYSTEM = 0;
const USER = 1;
const OTHER = 2;

type Texts = readonly (readonly [place: number, text: string])[];

interface Case {
  what: string;
  dialect: DialectName;
  request: object | string;
  texts: Texts;
  facts?: Partial<Prompt>;
}

const chat = (...content: object[]) => ({ model: "m", messages: [{ role: "user", content }] });
const items = (...input: object[]) => ({ model: "m", input });

const CASES: Case[] = [
  {
    what: "messages of every role",
    dialect: "openai",
    request: {
      model: "m",
      messages: [
        { role: "developer", content: "d" },
        { role: "system", content: [{ type: "text", text: "s" }] },
        { role: "user", content: "u", name: "ann" },
        {
          role: "assistant",
          content: [{ type: "refusal", refusal: "r" }],
          refusal: "r2",
          reasoning_content: "think",
          tool_calls: [
            { id: "call_1", type: "function", function: { name: "f", arguments: '{"a":1}' } },
            { id: "call_2", type: "custom", custom: { name: "c", input: "free" } },
          ],
        },
        { role: "tool", tool_call_id: "call_1", content: [{ type: "text", text: "result" }] },
        { role: "assistant", function_call: { name: "old", arguments: "x" } },
        { role: "function", name: "old", content: "y" },
      ],
    },
    texts: [
      [SYSTEM, "d"],
      [SYSTEM, "s"],
      [USER, "u"],
      [USER, "ann"],
      [OTHER, "r"],
      [OTHER, "r2"],
      [OTHER, "think"],
      [OTHER, "f"],
      [OTHER, '{"a":1}'],
      [OTHER, "c"],
      [OTHER, "free"],
      [OTHER, "result"],
      [OTHER, "old"],
      [OTHER, "x"],
      [OTHER, "old"],
      [OTHER, "y"],
    ],
    facts: { messages: 7, hasSystem: true, hasTools: false, lastUserText: "ann" },
  },
  {
    what: "media: no base64, no addresses, but the names of files",
    dialect: "openai",
    request: chat(
      { type: "text", text: "look" },
      { type: "image_url", image_url: { url: "data:image/png;base64,QUJD", detail: "low" } },
      { type: "file", file: { filename: "a.pdf", file_data: "QUJD", file_id: "file-1" } },
      { type: "input_audio", input_audio: { data: "QUJD", format: "wav" } },
    ),
    texts: [
      [USER, "look"],
      [USER, "a.pdf"],
    ],
    facts: { hasImages: true, messages: 1 },
  },
  {
    what: "a part that nobody knows: all its strings",
    dialect: "openai",
    request: chat({ type: "thought", payload: { id: "hidden words", list: ["more", { deep: ["est"] }] } }),
    texts: [
      [USER, "id"],
      [USER, "hidden words"],
      [USER, "list"],
      [USER, "more"],
      [USER, "deep"],
      [USER, "est"],
    ],
  },
  {
    what: "parts where none belong",
    dialect: "openai",
    request: { model: "m", messages: ["bare", [["nested"]], { role: "user", content: { text: "object" } }] },
    texts: [
      [OTHER, "bare"],
      [OTHER, "nested"],
      [USER, "object"],
    ],
    facts: { messages: 3 },
  },
  {
    what: "fields of a name given twice, escaped, or in another case",
    dialect: "openai",
    request:
      '{"messages":[{"role":"user","content":"a","content":"b","c\\u006fntent":[{"type":"text","TEXT":"c"}],"Content":"d"}]}',
    texts: [
      [USER, "a"],
      [USER, "b"],
      [USER, "c"],
      [USER, "d"],
    ],
  },
  {
    what: "escapes, decoded",
    dialect: "openai",
    request: '{"messages":[{"role":"\\u0075ser","content":"a\\u0040b \\ud83d\\ude00\\n\\\\"}]}',
    texts: [[USER, "a@b 😀\n\\"]],
    facts: { lastUserText: "a@b 😀\n\\" },
  },
  {
    what: "a picture whose type is escaped",
    dialect: "openai",
    request: '{"messages":[{"role":"user","content":[{"type":"image\\u005furl","image_url":{"url":"x"}}]}]}',
    texts: [],
    facts: { hasImages: true },
  },
  {
    what: "tools, without the words that every schema has",
    dialect: "openai",
    request: {
      model: "m",
      tools: [
        {
          type: "function",
          function: {
            name: "find",
            description: "finds it",
            parameters: {
              type: "object",
              description: "all of it",
              properties: {
                type: { type: "string", enum: ["x", "y"], default: "z" },
                n: { type: ["integer", "null"] },
              },
              required: ["type"],
            },
          },
        },
      ],
      functions: [{ name: "older", parameters: { type: "say anything", anyOf: [{ const: "k" }], note: "n" } }],
    },
    texts: [
      [OTHER, "find"],
      [OTHER, "finds it"],
      [OTHER, "all of it"],
      [OTHER, "type"],
      [OTHER, "x"],
      [OTHER, "y"],
      [OTHER, "z"],
      [OTHER, "n"],
      [OTHER, "type"],
      [OTHER, "older"],
      [OTHER, "say anything"],
      [OTHER, "k"],
      [OTHER, "note"],
      [OTHER, "n"],
    ],
    facts: { hasTools: true },
  },
  {
    what: "a schema for the answer, and a prediction of it",
    dialect: "openai",
    request: {
      model: "m",
      response_format: { type: "json_schema", json_schema: { name: "place", schema: { properties: { city: {} } } } },
      prediction: { type: "content", content: [{ type: "text", text: "p" }] },
    },
    texts: [
      [OTHER, "place"],
      [OTHER, "city"],
      [OTHER, "p"],
    ],
    facts: { hasSchema: true },
  },
  {
    what: "a field that nobody knows",
    dialect: "openai",
    request: { model: "m", documents: [{ title: "secret" }], user: "u", metadata: { a: "b" }, stop: ["s"] },
    texts: [
      [OTHER, "title"],
      [OTHER, "secret"],
    ],
  },
  {
    what: "embeddings",
    dialect: "openai",
    request: { model: "m", input: ["one", "two"], user: "u", encoding_format: "base64" },
    texts: [
      [USER, "one"],
      [USER, "two"],
    ],
    facts: { messages: 2 },
  },
  {
    what: "embeddings of tokens",
    dialect: "openai",
    request: { model: "m", input: [1, 2, 3] },
    texts: [],
    facts: { messages: 1 },
  },
  {
    what: "completions",
    dialect: "completions",
    request: { model: "m", prompt: ["one", "two"], suffix: "end" },
    texts: [
      [USER, "one"],
      [USER, "two"],
      [OTHER, "end"],
    ],
    facts: { messages: 2 },
  },
  {
    what: "items",
    dialect: "responses",
    request: {
      ...items(
        { role: "user", content: "u" },
        {
          type: "message",
          role: "assistant",
          id: "msg_1",
          content: [{ type: "output_text", text: "a", logprobs: [{ token: "a" }] }],
        },
        { type: "reasoning", id: "rs_1", encrypted_content: "QUJD", summary: [{ type: "summary_text", text: "hm" }] },
        { type: "function_call", call_id: "call_1", name: "f", arguments: "{}", status: "completed" },
        { type: "function_call_output", call_id: "call_1", output: [{ type: "input_text", text: "result" }] },
        { type: "image_generation_call", id: "ig_1", result: "QUJD" },
        { type: "code_interpreter_call", id: "ci_1", code: "print()", result: "printed" },
      ),
      instructions: "i",
    },
    texts: [
      [USER, "u"],
      [OTHER, "a"],
      [OTHER, "hm"],
      [OTHER, "f"],
      [OTHER, "{}"],
      [OTHER, "result"],
      [OTHER, "print()"],
      [OTHER, "printed"],
      [SYSTEM, "i"],
    ],
    facts: { messages: 7, hasSystem: true, lastUserText: "u" },
  },
  {
    what: "a text for input, and a stored prompt's variables",
    dialect: "responses",
    request: { model: "m", input: "u", prompt: { id: "pmpt_1", version: "2", variables: { name: "v" } } },
    texts: [
      [USER, "u"],
      [OTHER, "name"],
      [OTHER, "v"],
    ],
    facts: { messages: 1 },
  },
  {
    what: "media",
    dialect: "responses",
    request: items({
      role: "user",
      content: [
        { type: "input_image", image_url: "data:image/png;base64,QUJD" },
        { type: "input_file", filename: "f.txt", file_data: "QUJD", file_url: "https://x.test", file_id: "file-1" },
      ],
    }),
    texts: [[USER, "f.txt"]],
    facts: { hasImages: true },
  },
  {
    what: "tools without their credentials",
    dialect: "responses",
    request: {
      ...items({ role: "user", content: "u" }),
      tools: [
        { type: "mcp", server_label: "l", server_url: "https://x.test", authorization: "a", headers: { k: "h" } },
      ],
      text: { format: { type: "json_schema", name: "place", schema: { description: "d" } } },
    },
    texts: [
      [USER, "u"],
      [OTHER, "l"],
      [OTHER, "place"],
      [OTHER, "d"],
    ],
    facts: { hasTools: true, hasSchema: true },
  },
  {
    what: "blocks",
    dialect: "anthropic",
    request: {
      model: "m",
      system: [{ type: "text", text: "s", cache_control: { type: "ephemeral" } }],
      messages: [
        { role: "user", content: "u" },
        {
          role: "assistant",
          content: [
            { type: "thinking", thinking: "hm", signature: "QUJD" },
            { type: "redacted_thinking", data: "QUJD" },
            { type: "tool_use", id: "toolu_1", name: "f", input: { city: "Oslo", id: "i", list: ["l"] } },
          ],
        },
        {
          role: "user",
          content: [
            {
              type: "tool_result",
              tool_use_id: "toolu_1",
              content: [
                { type: "text", text: "result" },
                { type: "image", source: { type: "base64", media_type: "image/png", data: "QUJD" } },
              ],
            },
          ],
        },
      ],
    },
    texts: [
      [SYSTEM, "s"],
      [USER, "u"],
      [OTHER, "hm"],
      [OTHER, "f"],
      [OTHER, "city"],
      [OTHER, "Oslo"],
      [OTHER, "id"],
      [OTHER, "i"],
      [OTHER, "list"],
      [OTHER, "l"],
      [OTHER, "result"],
    ],
    facts: { messages: 3, hasImages: true, hasSystem: true, lastUserText: "u" },
  },
  {
    what: "documents as text",
    dialect: "anthropic",
    request: chat(
      { type: "document", title: "t", context: "c", source: { type: "text", media_type: "text/plain", data: "words" } },
      { type: "document", source: { type: "content", content: [{ type: "text", text: "chunk" }] } },
      { type: "document", source: { type: "content", content: "one" } },
      { type: "document", source: { type: "base64", media_type: "application/pdf", data: "QUJD" } },
      { type: "search_result", source: "src", title: "st", content: [{ type: "text", text: "found" }] },
    ),
    texts: [
      [USER, "t"],
      [USER, "c"],
      [USER, "words"],
      [USER, "chunk"],
      [USER, "one"],
      [USER, "src"],
      [USER, "st"],
      [USER, "found"],
    ],
  },
  {
    what: "a document of two types, of which another parser could take the other",
    dialect: "anthropic",
    request:
      '{"messages":[{"role":"user","content":[{"type":"document","source":{"type":"text","type":"base64","data":"words"}}]}]}',
    texts: [[USER, "words"]],
  },
  {
    what: "messages",
    dialect: "ollama",
    request: {
      model: "m",
      messages: [
        { role: "System", content: "s" },
        { role: "user", content: "u", images: ["QUJD"] },
        {
          role: "assistant",
          thinking: "hm",
          tool_calls: [{ id: "1", function: { name: "f", arguments: { a: ["b"] } } }],
        },
        { role: "tool", tool_name: "f", content: "r" },
      ],
      options: { stop: ["x"] },
      format: { properties: { city: {} } },
    },
    texts: [
      [SYSTEM, "s"],
      [USER, "u"],
      [OTHER, "hm"],
      [OTHER, "f"],
      [OTHER, "a"],
      [OTHER, "b"],
      [OTHER, "f"],
      [OTHER, "r"],
      [OTHER, "city"],
    ],
    facts: { messages: 4, hasImages: true, hasSchema: true, hasSystem: true },
  },
  {
    what: "fields in another case, as Go reads them",
    dialect: "ollama",
    request: {
      model: "m",
      Messages: [{ ROLE: "user", Content: "u", Images: ["QUJD"] }],
      Tools: [{ Function: { Name: "f" } }],
    },
    texts: [
      [USER, "u"],
      [OTHER, "f"],
    ],
    facts: { messages: 1, hasImages: true, hasTools: true },
  },
  {
    what: "a prompt",
    dialect: "generate",
    request: { model: "m", system: "s", prompt: "u", suffix: "e", template: "t", images: ["QUJD"], format: "json" },
    texts: [
      [SYSTEM, "s"],
      [USER, "u"],
      [OTHER, "e"],
      [OTHER, "t"],
    ],
    facts: { messages: 1, hasImages: true, hasSystem: true, hasSchema: false },
  },
];

test.each(CASES)("$dialect: $what", ({ dialect, request, texts, facts = {} }) => {
  const prompt = reader.read(dialect, request);
  expect(prompt.texts).toEqual(texts);
  expect(prompt).toMatchObject(facts);
});

describe.each(DIALECTS)("every documented field of %s", (dialect) => {
  test.each(FIELDS[dialect].map((field) => ({ ...field, value: field.value ?? "" })))("$name $value", ({ request }) => {
    const prompt = reader.read(dialect, request);
    for (const said of ["be brief", "be kind", "weather", "of a city", "4°", "no such city"]) {
      const isThere = JSON.stringify(request).includes(`"${said}"`) && !/allowed_tools/.test(JSON.stringify(request));
      if (isThere) expect(words(prompt)).toContain(said);
    }
    // Neither base64 nor what only steers the provider.
    expect(
      words(prompt).filter((text) => /^(iVBOR|JVBER|data:|https?:|call_1|toolu_1|function|user)/.test(text)),
    ).toEqual([]);
    expect(prompt.hasTools).toBe(/"(tools|functions)":/.test(JSON.stringify(request)));
    expect(prompt.hasImages).toBe(/"image|"input_image|"images"/.test(JSON.stringify(request)));
    const estimate = reader.estimate(dialect, request);
    // The full reader leaves out what is not sent on; a schema, a file's name, the words around a document, and those by
    // which a custom tool is told of as a function, one of the platform's is described, or a summary is asked for.
    const ours = /compaction_trigger|"(local_shell|shell|apply_patch)"/.test(JSON.stringify(request)) ? 192 : 48;
    if (estimate !== undefined) expect(prompt.estimatedTokens).toBeGreaterThanOrEqual(estimate - ours);
  });
});

test("a request that is no object has no prompt", () => {
  expect(reader.read("openai", "[]")).toMatchObject({ texts: [], messages: 0, hasSystem: false });
});

test("the deepest document is read to its end", () => {
  const depth = 250;
  const body = `{"messages":[{"role":"user","content":[${'{"type":"x","y":['.repeat(depth / 2 - 2)}"deep"${"]}".repeat(depth / 2 - 2)}]}]}`;
  expect(words(reader.read("openai", body))).toContain("deep");
});

describe("requests that are open at the same time", () => {
  const saying = (content: string) => reader.open(chat({ type: "text", text: content }));

  test("show their own prompts, in any order", () => {
    const [one, other] = [saying('of the "one"'), saying("of the other")];
    for (const turn of [one, other, other, one]) {
      expect(words(turn.show())).toEqual([turn === one ? 'of the "one"' : "of the other"]);
      expect(turn.isNeutral()).toBe(true);
    }
    one.close();
    other.close();
  });

  test("show nothing once they are over, wherever the next one's body lies", () => {
    const over = saying("of one that is over");
    expect(words(over.show())).toHaveLength(1);
    over.close();
    expect(words(over.show())).toEqual([]);
    const next = saying("of the one that is next");
    expect(words(next.show())).toEqual(["of the one that is next"]);
    expect(words(over.show())).toEqual([]);
    expect(words(next.show())).toEqual(["of the one that is next"]);
    next.close();
  });

  test("are read for another dialect where that can say them, and show their prompt all the same", () => {
    const own = reader.open({ ...chat({ type: "text", text: "two answers" }), n: 2 });
    const [first, second] = [own.isNeutral(), own.isNeutral()];
    expect([first, second]).toEqual([false, false]);
    expect(words(own.show())).toEqual(["two answers"]);
    own.close();
  });
});
