import { beforeAll, describe, expect, it } from "vitest";
import { loadPure, type Pure } from "../pure.ts";

let pure: Pure;
beforeAll(async () => {
  pure = await loadPure();
});

interface Case {
  said: object[];
  /** The same if absent. */
  sent?: object[];
  traits?: object;
  dropped?: string[];
  approximated?: string[];
}

const HI = { role: "user", content: "hi" };
const PNG = "data:image/png;base64,aGk=";
const text = (value: string) => ({ type: "text", text: value });
const image = (url: string, more: object = {}) => ({ type: "image_url", image_url: { url, ...more } });
const file = (value: object) => ({ type: "file", file: value });
const call = (id: string, name = "f", input = '{"a":"\\"é"}') => ({
  id,
  type: "function",
  function: { name, arguments: input },
});
const asked = (...ids: string[]) => ({ role: "assistant", content: null, tool_calls: ids.map((id) => call(id)) });
const result = (tool_call_id: string, content: unknown = "22 °C\n") => ({ role: "tool", tool_call_id, content });
const user = (...content: object[]) => ({ role: "user", content });

function check({ said, sent = said, traits, dropped = [], approximated = [] }: Case): void {
  const request = { model: "m", messages: said };
  expect(pure.translateRequest("openai", "openai", request, { traits })).toEqual({ model: "m", messages: sent });
  expect(pure.losses()).toEqual({ dropped, approximated });
}

describe("roles and text", () => {
  it.each<Case>([
    { said: [{ role: "system", content: "Be brief." }, HI] },
    { said: [HI, { role: "system", content: "Be brief." }, HI] },
    { said: [{ role: "developer", content: "x" }, HI], sent: [{ role: "system", content: "x" }, HI] },
    {
      said: [
        { ...HI, name: "ann" },
        { role: "assistant", content: "yes", name: "bob" },
      ],
    },
    { said: [{ role: "user", content: 'a\u2028\u0000"\\/é🀄\n' }] },
    { said: [user(text("a"), text(""), text("b"))], sent: [{ role: "user", content: "a\n\nb" }] },
    {
      said: [{ role: "assistant", content: [text("a"), text("b")] }, HI],
      sent: [{ role: "assistant", content: "ab" }, HI],
    },
    { said: [{ role: "user", content: "" }] },
    { said: [{ role: "user", content: null }], sent: [{ role: "user", content: "" }] },
    { said: [{ role: "user", content: [] }], sent: [{ role: "user", content: "" }] },
    { said: [HI, { role: "assistant" }], sent: [HI, { role: "assistant", content: "" }] },
    { said: [HI, { role: "assistant", content: "The answer is" }] },
    { said: [{ role: "assistant", content: null, refusal: "I must not." }, HI] },
    {
      said: [{ role: "assistant", content: [{ type: "refusal", refusal: "No." }] }, HI],
      sent: [{ role: "assistant", content: null, refusal: "No." }, HI],
    },
    {
      said: [{ role: "assistant", content: "a", refusal: null, annotations: [], audio: null, prefix: true }],
      sent: [{ role: "assistant", content: "a" }],
      dropped: ["messages.prefix"],
    },
    {
      said: [user({ ...text("a"), prompt_cache_breakpoint: { mode: "explicit" } }, text("b"))],
      sent: [{ role: "user", content: "a\n\nb" }],
      dropped: ["cache_control"],
    },
    {
      said: [user(text("a"), { ...text("b"), cache_control: { type: "ephemeral" } })],
      sent: [{ role: "user", content: "a\n\nb" }],
      dropped: ["cache_control"],
    },
  ])("$said", check);
});

describe("images and files", () => {
  it.each<Case>([
    { said: [user(text("see"), image(PNG, { detail: "low" }), text("this"))] },
    { said: [user(image("https://example.com/a.png?b=%20"))] },
    { said: [user(file({ filename: "a.pdf", file_data: "data:application/pdf;base64,aGk=" }))] },
    { said: [user(file({ file_id: "file-1" }))] },
    {
      said: [user(file({ filename: "A.PDF", file_data: "aGk=" }))],
      sent: [user(file({ filename: "A.PDF", file_data: "data:application/pdf;base64,aGk=" }))],
    },
    { said: [user(file({ filename: "a.doc", file_data: "aGk=" }))] },
    {
      said: [user(file({ file_data: "data:application/pdf;base64,aGk=" }))],
      sent: [user(file({ filename: "document.pdf", file_data: "data:application/pdf;base64,aGk=" }))],
    },
  ])("$said", check);
});

describe("tool calls", () => {
  it.each<Case>([
    { said: [HI, asked("a", "b"), result("a"), result("b")] },
    { said: [HI, { ...asked("a"), content: "I look." }, result("a"), HI] },
    {
      said: [
        HI,
        { role: "assistant", tool_calls: [{ id: "a", function: { name: "f", arguments: { b: [1, "\n"] } } }] },
        result("a"),
      ],
      sent: [HI, { role: "assistant", content: null, tool_calls: [call("a", "f", '{"b":[1,"\\n"]}')] }, result("a")],
    },
    {
      said: [
        HI,
        { role: "assistant", tool_calls: [call("a", "f", ""), call("b", "f", "not JSON")] },
        result("a"),
        result("b"),
      ],
      sent: [
        HI,
        { role: "assistant", content: null, tool_calls: [call("a", "f", "{}"), call("b", "f", "not JSON")] },
        result("a"),
        result("b"),
      ],
    },
    { said: [HI, asked("a"), result("a", [text("1"), text("2")])], sent: [HI, asked("a"), result("a", "1\n\n2")] },
    { said: [HI, asked("a"), { ...result("a"), name: "f" }], sent: [HI, asked("a"), result("a")] },
    {
      said: [
        HI,
        asked("a", "b"),
        result("a", [text("1"), image(PNG)]),
        result("b", [image("https://example.com/i")]),
        HI,
      ],
      sent: [
        HI,
        asked("a", "b"),
        result("a", "1"),
        result("b", ""),
        user(
          text("From the result of tool call a"),
          image(PNG),
          text("From the result of tool call b"),
          image("https://example.com/i"),
        ),
        HI,
      ],
      approximated: ["messages"],
    },
    {
      said: [
        HI,
        { role: "assistant", content: null, function_call: { name: "f", arguments: '{"a":1}' } },
        { role: "function", name: "f", content: "1" },
        { role: "assistant", content: null, function_call: { name: "g", arguments: "{}" } },
        { role: "function", name: "g", content: null },
        { role: "function", name: "nobody", content: "2" },
      ],
      sent: [
        HI,
        { role: "assistant", content: null, tool_calls: [call("call_0", "f", '{"a":1}')] },
        result("call_0", "1"),
        { role: "assistant", content: null, tool_calls: [call("call_1", "g", "{}")] },
        result("call_1", ""),
        { role: "user", content: "The result of a tool call:\n\n2" },
      ],
      approximated: ["messages"],
    },
  ])("$said", check);

  it("matches the results of functions by their names, each call once", () => {
    const called = (name: string) => ({ role: "assistant", content: null, function_call: { name, arguments: "{}" } });
    const answered = (name: string) => ({ role: "function", name, content: name });
    const messages = [HI, called("f"), called("g"), called("f"), answered("g"), answered("f"), answered("f")];
    const sent = pure.translateRequest("openai", "openai", { model: "m", messages }) as {
      messages: { tool_call_id?: string }[];
    };
    expect(sent.messages.slice(2).map((message) => message.tool_call_id)).toEqual(["call_1", "call_0", "call_2"]);
  });

  it("keeps ids to what the provider takes, the same in call and result", () => {
    const long = `chatcmpl-tool-${"0".repeat(32)}`;
    const ids = (traits: object, ...given: string[]) => {
      const request = { model: "m", messages: [HI, asked(...given), ...given.map((id) => result(id))] };
      const sent = pure.translateRequest("openai", "openai", request, { traits }) as {
        messages: { [field: string]: unknown }[];
      };
      const calls = sent.messages[1]?.tool_calls as { id: string }[];
      expect(sent.messages.slice(2).map((message) => message.tool_call_id)).toEqual(calls.map(({ id }) => id));
      return calls.map(({ id }) => id);
    };
    expect(ids({}, "toolu_1", "x".repeat(40))).toEqual(["toolu_1", "x".repeat(40)]);
    expect(ids({}, long)[0]).toMatch(/^[0-9A-Za-z]{9}$/);
    const short = ids({ tool_id: "nine" }, "toolu_1", "toolu_2", "aB3dEf789", "abc_efghi");
    for (const id of short) expect(id).toMatch(/^[0-9A-Za-z]{9}$/);
    expect(new Set(short).size).toBe(4);
    expect(short[2]).toBe("aB3dEf789");
  });
});

describe("earlier reasoning", () => {
  const details = [
    { type: "reasoning.text", text: "hm\n", signature: "sig", id: "r1", index: 0 },
    { type: "reasoning.encrypted", data: "opaque", index: 1 },
    { type: "reasoning.text", text: "so", index: 2 },
  ];
  const thought = { role: "assistant", content: "a", reasoning_details: details };
  const plain = { role: "assistant", content: "a", reasoning_content: "hm" };
  it.each<Case>([
    { said: [thought], sent: [{ role: "assistant", content: "a" }], dropped: ["messages.reasoning"] },
    { said: [plain], traits: { reasoning_history: "reasoning_content" } },
    {
      said: [{ role: "assistant", content: "a", reasoning: "hm" }],
      sent: [plain],
      traits: { reasoning_history: "reasoning_content" },
    },
    {
      said: [plain],
      sent: [{ role: "assistant", content: "a", reasoning: "hm" }],
      traits: { reasoning_history: "reasoning" },
    },
    { said: [thought], traits: { reasoning_history: "reasoning_details" } },
    {
      said: [{ ...thought, reasoning: "hm\nso" }],
      sent: [thought],
      traits: { reasoning_history: "reasoning_details" },
    },
    {
      said: [thought],
      sent: [{ role: "assistant", content: "a", reasoning_content: "hm\n\n\nso" }],
      traits: { reasoning_history: "reasoning_content" },
      dropped: ["messages.reasoning"],
    },
    {
      said: [
        {
          role: "assistant",
          content: "a",
          reasoning_details: [{ type: "reasoning.summary", summary: "s", index: 0 }, 1, {}],
        },
      ],
      sent: [{ role: "assistant", content: "a", reasoning_details: [{ type: "reasoning.text", text: "s", index: 0 }] }],
      traits: { reasoning_history: "reasoning_details" },
    },
  ])("$said for $traits", check);

  it("leaves another maker's seals out, and what it cannot read", () => {
    const marked = [
      { type: "reasoning.text", text: "hm", signature: "headgate.anthropic.sig" },
      { type: "reasoning.encrypted", data: "headgate.responses.opaque" },
      { type: "reasoning.text", text: "ours", signature: "headgate.openai.own" },
    ];
    check({
      said: [{ role: "assistant", content: "a", reasoning_details: marked }],
      sent: [
        {
          role: "assistant",
          content: "a",
          reasoning_details: [
            { type: "reasoning.text", text: "hm", index: 0 },
            { type: "reasoning.text", text: "ours", signature: "own", index: 1 },
          ],
        },
      ],
      traits: { reasoning_history: "reasoning_details" },
      dropped: ["messages.reasoning"],
    });
  });
});

describe("what is wrong is refused by its path", () => {
  it.each<[unknown, string]>([
    [1, "messages[1]"],
    [{ role: "nobody", content: "x" }, "messages[1].role"],
    [{ content: "x" }, "messages[1].role"],
    [{ role: "user", content: 7 }, "messages[1].content"],
    [{ role: "user", content: {} }, "messages[1].content"],
    [{ role: "user", content: [1] }, "messages[1].content[0]"],
    [{ role: "user", content: [text("a"), {}] }, "messages[1].content[1]"],
    [{ role: "user", content: [{ type: "text", text: 1 }] }, "messages[1].content[0].text"],
    [{ role: "user", content: [{ type: "image_url" }] }, "messages[1].content[0].image_url.url"],
    [{ role: "user", content: [{ type: "image_url", image_url: "x" }] }, "messages[1].content[0].image_url.url"],
    [{ role: "user", content: [{ type: "file" }] }, "messages[1].content[0].file"],
    [
      { role: "user", content: [{ type: "file", file: { file_data: "https://example.com/a.pdf" } }] },
      "messages[1].content[0]: this model's provider takes no document by URL",
    ],
    [
      { role: "user", content: [{ type: "input_audio", input_audio: { data: "aGk=", format: "wav" } }] },
      "messages[1].content[0]",
    ],
    [{ role: "user", content: [{ type: "refusal", refusal: "x" }] }, "messages[1].content[0]"],
    [{ role: "assistant", content: [image(PNG)] }, "messages[1].content[0].type"],
    [{ role: "system", content: [image(PNG)] }, "messages[1].content[0].type"],
    [{ role: "assistant", audio: { id: "a" } }, "messages[1].audio"],
    [{ role: "assistant", tool_calls: {} }, "messages[1].tool_calls"],
    [{ role: "assistant", tool_calls: [1] }, "messages[1].tool_calls[0].id"],
    [{ role: "assistant", tool_calls: [{ id: "a", type: "function" }] }, "messages[1].tool_calls[0].function.name"],
    [
      { role: "assistant", tool_calls: [{ id: "a", type: "custom", custom: { input: "y" } }] },
      "messages[1].tool_calls[0].custom.name",
    ],
    [{ role: "assistant", function_call: "x" }, "messages[1].function_call.name"],
    [{ role: "tool", content: "x" }, "messages[1].tool_call_id"],
    [{ role: "tool", tool_call_id: "", content: "x" }, "messages[1].tool_call_id"],
    [{ role: "function", content: "x" }, "messages[1].name"],
  ])("%j: %s", (message, path) => {
    expect(() => pure.translateRequest("openai", "openai", { model: "m", messages: [HI, message] })).toThrow(
      `${path}: `,
    );
  });
});
