/** Fields: api/types.go and docs/api.md of ollama/ollama, and node_modules/ollama/dist/browser.d.ts. */
import { beforeAll, describe, expect, it } from "vitest";
import { loadPure, type Pure } from "../pure.ts";

let pure: Pure;
beforeAll(async () => {
  pure = await loadPure();
});

const USER = { role: "user", content: "hi" };

/** A request of these fields; `messages` has a default. */
function asked(fields: object): object {
  return { model: "m", messages: [USER], ...fields };
}

function sent(fields: object | string, options: { stream?: boolean; traits?: object } = {}): unknown {
  return pure.translateRequest("ollama", "ollama", typeof fields === "string" ? fields : asked(fields), options);
}

const WEATHER = {
  type: "function",
  function: {
    name: "get_weather",
    description: 'In a "city"',
    parameters: { type: "object", required: ["city"], properties: { city: { type: "string" } }, $defs: {} },
  },
};
const SCHEMA = { type: "object", properties: { age: { type: "integer" } }, required: ["age"] };
const PNG = Buffer.from("\x89PNG\r\n\x1a\n and more", "latin1").toString("base64");

describe("a field goes through the exchange as it was", () => {
  it.each<[string, object]>([
    ["tools", { tools: [WEATHER, { type: "function", function: { name: "now", parameters: { type: "object" } } }] }],
    ["format: JSON", { format: "json" }],
    ["format: a schema", { format: SCHEMA }],
    ["think: true", { think: true }],
    ["think: false", { think: false }],
    ["think: low", { think: "low" }],
    ["think: medium", { think: "medium" }],
    ["think: high", { think: "high" }],
    ["think: max", { think: "max" }],
    ["keep_alive: text", { keep_alive: "5m" }],
    ["keep_alive: 0", { keep_alive: 0 }],
    ["logprobs", { logprobs: true, top_logprobs: 3 }],
    [
      "options",
      {
        options: {
          num_predict: 64,
          stop: ["END", "\n"],
          temperature: 0.7,
          top_p: 0.9,
          top_k: 40,
          min_p: 0.05,
          seed: 42,
          frequency_penalty: -0.5,
          presence_penalty: 1.5,
          repeat_penalty: 1.1,
        },
      },
    ],
  ])("%s", (_, fields) => {
    expect(sent(fields)).toEqual({ options: {}, stream: false, ...asked(fields) });
    expect(pure.losses()).toEqual({ dropped: [], approximated: [] });
  });

  it("stream, in words, since its absence would mean true", () => {
    expect(sent({ stream: true }, { stream: true })).toMatchObject({ stream: true });
    expect(sent({ stream: false })).toMatchObject({ stream: false });
  });

  it.each<[string, object[]]>([
    ["several turns", [{ role: "system", content: "be brief" }, USER, { role: "assistant", content: "ho" }, USER]],
    ["a system message behind others", [USER, { role: "system", content: "be kind" }, USER]],
    ["a last word of the model's", [USER, { role: "assistant", content: "Once upon" }]],
    ["empty content", [{ role: "user", content: "" }, USER]],
    ["what must be escaped", [{ role: "user", content: '"\\\n\u2028é😀\u0000' }]],
    ["thinking", [USER, { role: "assistant", content: "4", thinking: "2+2\nis 4" }, USER]],
    ["images", [{ role: "user", content: "what?", images: [PNG, "AAAA"] }]],
    [
      "tool calls and their results",
      [
        USER,
        {
          role: "assistant",
          content: "let me see",
          thinking: "both",
          tool_calls: [
            { id: "call_a", function: { index: 0, name: "f", arguments: { x: 1, deep: { y: ["é"] } } } },
            { id: "call_b", function: { index: 1, name: "g", arguments: {} } },
          ],
        },
        { role: "tool", content: "2", tool_name: "g", tool_call_id: "call_b" },
        { role: "tool", content: "1", tool_name: "f", tool_call_id: "call_a", images: [PNG] },
      ],
    ],
  ])("messages: %s", (_, messages) => {
    expect(sent({ messages })).toEqual({ model: "m", messages, stream: false, options: {} });
    expect(pure.losses()).toEqual({ dropped: [], approximated: [] });
  });
});

describe("what means the same is said in the one way", () => {
  it.each<[string, object, object]>([
    ["no limit", { options: { num_predict: -1 } }, { options: {} }],
    ["no limit but the context", { options: { num_predict: -2 } }, { options: {} }],
    ["one stop sequence", { options: { stop: "END" } }, { options: { stop: ["END"] } }],
    ["nothing at all", { format: "", tools: [], think: null, keep_alive: null, logprobs: false, options: null }, {}],
    ["no format", { format: null, options: { temperature: null, stop: null, num_predict: null, num_ctx: null } }, {}],
    [
      "a tool without a type and parameters",
      { tools: [{ function: { name: "now" } }] },
      { tools: [{ type: "function", function: { name: "now", parameters: { type: "object", properties: {} } } }] },
    ],
    ["a role in another case", { messages: [{ role: "User", content: "hi" }] }, {}],
    [
      "a message without anything",
      { messages: [USER, { role: "assistant", content: null, thinking: "", images: [], tool_calls: null }] },
      { messages: [USER, { role: "assistant", content: "" }] },
    ],
  ])("%s", (_, fields, expected) => {
    expect(sent(fields)).toEqual({ options: {}, stream: false, ...asked(expected) });
    expect(pure.losses().dropped).toEqual([]);
  });
});

describe("a tool's result finds its call", () => {
  const call = (name: string, id?: string) => ({ ...(id && { id }), function: { name, arguments: {} } });
  const ids = (messages: object[]) => {
    const { messages: got } = sent({ messages: [USER, ...messages] }) as { messages: Record<string, unknown>[] };
    const made = got.flatMap(({ tool_calls }) => (tool_calls as { id: string }[] | undefined) ?? []);
    const answered = got.flatMap(({ tool_call_id, tool_name }) => (tool_call_id ? [[tool_name, tool_call_id]] : []));
    return { made: made.map(({ id }) => id), answered };
  };

  it("by its function's name, in order, where there are no ids", () => {
    expect(
      ids([
        { role: "assistant", tool_calls: [call("f"), call("g"), call("f")] },
        { role: "tool", content: "1", tool_name: "g" },
        { role: "tool", content: "2", tool_name: "f" },
        { role: "tool", content: "3", tool_name: "f" },
        { role: "assistant", tool_calls: [call("f")] },
        { role: "tool", content: "4", tool_name: "f" },
      ]),
    ).toEqual({
      made: ["call_0", "call_1", "call_2", "call_3"],
      answered: [
        ["g", "call_1"],
        ["f", "call_0"],
        ["f", "call_2"],
        ["f", "call_3"],
      ],
    });
  });

  it("by order, where there is no name either", () => {
    expect(
      ids([
        { role: "assistant", tool_calls: [call("f"), call("g")] },
        { role: "tool", content: "1" },
        { role: "tool", content: "2", tool_name: "", tool_call_id: "" },
      ]).answered,
    ).toEqual([
      ["f", "call_0"],
      ["g", "call_1"],
    ]);
  });

  it("by its id before all else", () => {
    expect(
      ids([
        { role: "assistant", tool_calls: [call("f", "a"), call("f", "b")] },
        { role: "tool", content: "2", tool_name: "f", tool_call_id: "b" },
        { role: "tool", content: "1", tool_name: "f" },
      ]).answered,
    ).toEqual([
      ["f", "b"],
      ["f", "a"],
    ]);
  });

  it("among the calls of two messages of the model's that follow each other", () => {
    expect(
      ids([
        { role: "assistant", tool_calls: [call("f")] },
        { role: "assistant", tool_calls: [call("g")] },
        { role: "tool", content: "1", tool_name: "f" },
        { role: "tool", content: "2", tool_name: "g" },
      ]).answered,
    ).toEqual([
      ["f", "call_0"],
      ["g", "call_1"],
    ]);
  });

  it("but not one of an earlier turn that was never answered", () => {
    expect(
      ids([
        { role: "assistant", tool_calls: [call("f")] },
        USER,
        { role: "assistant", tool_calls: [call("f")] },
        { role: "tool", content: "2", tool_name: "f" },
      ]).answered,
    ).toEqual([
      // Which says that there is no result.
      ["f", "call_0"],
      ["f", "call_1"],
    ]);
  });

  it("each its own, where a later turn gives an id again", () => {
    const turn = (name: string) => [
      { role: "assistant", tool_calls: [call(name, "call_x")] },
      { role: "tool", content: "1", tool_call_id: "call_x" },
    ];
    expect(ids([...turn("f"), ...turn("g")]).answered).toEqual([
      ["f", "call_x"],
      ["g", "call_x"],
    ]);
  });

  it("among 256 at most", () => {
    const calling = (count: number) => ({ role: "assistant", tool_calls: Array(count).fill(call("f")) });
    expect(ids([calling(256), { role: "tool", content: "1" }, calling(256)]).made).toHaveLength(512);
    expect(() => ids([calling(256), calling(1)])).toThrow(/^messages\[2\]\.tool_calls: more than 256/);
  });

  it("or is refused", () => {
    const messages = [USER, { role: "assistant", tool_calls: [call("f")] }, { role: "tool", tool_name: "g" }];
    expect(() => sent({ messages })).toThrow(/^messages\[2\]\.tool_name: no tool call/);
  });
});

describe("what no other dialect carries is dropped by name", () => {
  it.each<[object, string[]]>([
    [
      { options: { num_ctx: 4096, mirostat: 1, use_mmap: true } },
      ["options.num_ctx", "options.mirostat", "options.use_mmap"],
    ],
    [{ truncate: true, shift: true }, ["truncate", "shift"]],
    [{ template: "{{ .Prompt }}" }, ["template"]],
    [
      {
        messages: [
          { ...USER, mood: "good" },
          { ...USER, mood: "bad", when: 1 },
        ],
      },
      ["messages.mood", "messages.when"],
    ],
  ])("%j", (fields, dropped) => {
    expect(JSON.stringify(sent(fields))).not.toMatch(/num_ctx|mood|truncate|template/);
    expect(pure.losses().dropped).toEqual(dropped);
  });
});

describe("a request that is wrong is refused by the path of the field", () => {
  const tool = (described: unknown, type: unknown = "function") => ({
    tools: [WEATHER, { type, function: described }],
  });
  const call = (wish: unknown) => ({ messages: [USER, { role: "assistant", tool_calls: [{ function: wish }] }] });
  it.each<[object, string]>([
    [{ messages: [] }, "messages"],
    [{ messages: "hi" }, "messages"],
    [{ messages: null }, "messages"],
    [{ messages: {} }, "messages"],
    [{ messages: [USER, 7] }, "messages[1].role"],
    [{ messages: [null] }, "messages[0].role"],
    [{ messages: [{ content: "hi" }] }, "messages[0].role"],
    [{ messages: [{ role: "nobody", content: "hi" }] }, "messages[0].role"],
    [{ messages: [USER, { role: "user", content: [1] }] }, "messages[1].content"],
    [{ messages: [{ role: "user", content: "", images: "AAAA" }] }, "messages[0].images"],
    [{ messages: [{ role: "user", content: "", images: ["AAAA", 1] }] }, "messages[0].images[1]"],
    [{ messages: [{ role: "assistant", thinking: {} }] }, "messages[0].thinking"],
    [{ messages: [{ role: "assistant", tool_calls: {} }] }, "messages[0].tool_calls"],
    [{ messages: [{ role: "assistant", tool_calls: [1] }] }, "messages[0].tool_calls[0].function.name"],
    [call(null), "messages[1].tool_calls[0].function.name"],
    [call({ name: 1 }), "messages[1].tool_calls[0].function.name"],
    [call({ name: "f", arguments: "{}" }), "messages[1].tool_calls[0].function.arguments"],
    [{ messages: [{ role: "tool", content: "x" }] }, "messages[0].tool_name"],
    [{ tools: {} }, "tools"],
    [{ tools: [1] }, "tools[0].function.name"],
    [tool({}), "tools[1].function.name"],
    [tool({ name: "f", parameters: "x" }), "tools[1].function.parameters"],
    [tool({ name: "f" }, "web_search"), "tools[1].type"],
    [{ format: "xml" }, "format"],
    [{ format: [1] }, "format"],
    [{ think: "loud" }, "think"],
    [{ think: 1 }, "think"],
    [{ options: [1] }, "options"],
    [{ options: { temperature: "hot" } }, "options.temperature"],
    [{ options: { num_predict: "all" } }, "options.num_predict"],
    [{ options: { stop: [1] } }, "options.stop"],
    [{ top_logprobs: "3" }, "top_logprobs"],
    [{ _debug_render_only: true }, "_debug_render_only"],
  ])("%j: %s", (fields, path) => {
    expect(() => sent(fields)).toThrow(`${path}: `);
  });
});

it("asks in words for a schema that the target cannot be bound to", () => {
  expect(sent({ format: SCHEMA }, { traits: { json_schema: false } })).toMatchObject({
    format: "json",
    messages: [{ role: "system", content: expect.stringContaining(JSON.stringify(SCHEMA)) }, USER],
  });
  expect(pure.losses().approximated).toEqual(["format"]);
});
