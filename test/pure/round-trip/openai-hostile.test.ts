import { beforeAll, expect, it } from "vitest";
import { type DialectName, loadPure, type Pure } from "../pure.ts";

let pure: Pure;
beforeAll(async () => {
  pure = await loadPure();
});

// biome-ignore lint/suspicious/noExplicitAny: any JSON
type Json = any;

const call = { id: "a", type: "function", index: 0, function: { name: "f", arguments: "{}" } };
const detail = { type: "reasoning.text", text: "t", signature: "s", data: "d", id: "i", index: 0 };
const said = {
  content: "a",
  refusal: "r",
  reasoning: "x",
  reasoning_details: [detail],
  tool_calls: [call],
  function_call: { name: "f", arguments: "{}" },
};
const usage = {
  prompt_tokens: 1,
  completion_tokens: 2,
  prompt_tokens_details: { cached_tokens: 1 },
  completion_tokens_details: { reasoning_tokens: 1 },
};
const REQUEST = {
  model: "m",
  messages: [
    { role: "system", content: [{ type: "text", text: "s" }] },
    {
      role: "user",
      content: [
        { type: "image_url", image_url: { url: "data:image/png;base64,aa" } },
        { type: "file", file: { file_data: "aa", filename: "a.pdf" } },
      ],
    },
    { role: "assistant", ...said },
    {
      role: "tool",
      tool_call_id: "a",
      content: [
        { type: "text", text: "r" },
        { type: "image_url", image_url: { url: "https://x" } },
      ],
    },
    { role: "function", name: "f", content: "r" },
  ],
  prompt: ["p"],
  tools: [{ type: "function", function: { name: "f", description: "d", parameters: {}, strict: true } }],
  tool_choice: {
    type: "allowed_tools",
    allowed_tools: { mode: "auto", tools: [{ type: "function", function: { name: "f" } }] },
  },
  response_format: { type: "json_schema", json_schema: { name: "n", schema: {}, strict: true } },
  stop: ["s"],
  stream_options: { include_usage: true },
  max_tokens: 7,
  reasoning_effort: "low",
  n: 1,
};
const RESPONSE = {
  id: "i",
  model: "m",
  choices: [{ index: 0, message: said, finish_reason: "stop", logprobs: { content: [{}] } }],
  usage,
};
const CHUNK = {
  id: "i",
  model: "m",
  choices: [{ index: 0, delta: said, finish_reason: "stop", logprobs: { content: [{}] } }],
  usage,
  error: null,
};
const ERROR = { error: { message: "m", type: "t", param: "p", code: "c" }, detail: [{ msg: "m" }] };
const EMBEDDED = {
  data: [
    { index: 0, embedding: [0.1, 2] },
    { index: 1, embedding: "AACAPw==" },
  ],
  model: "m",
  usage,
};

/** In place of any value of a document. */
const ODD: Json[] = [
  null,
  true,
  false,
  0,
  -1,
  1e300,
  "",
  "\u0000\ud83c",
  "data:;base64,",
  [],
  {},
  [[]],
  [{}],
  [null],
  { a: {} },
  "x".repeat(300),
];

/** The document with one value in it replaced, for every value and every replacement. */
function* variants(document: Json): Generator<Json> {
  if (typeof document !== "object" || document === null) return;
  for (const key of Object.keys(document)) {
    const place = Array.isArray(document) ? [...document] : { ...document };
    for (const odd of ODD) yield Object.assign(Array.isArray(place) ? [...place] : { ...place }, { [key]: odd });
    for (const inner of variants(document[key])) {
      yield Object.assign(Array.isArray(place) ? [...place] : { ...place }, { [key]: inner });
    }
  }
}

/** A refusal is an answer, a trap is none; whatever comes back must be JSON, which `pure` parses. */
function survives(run: () => void): void {
  try {
    run();
  } catch (error) {
    expect(error).not.toBeInstanceOf(WebAssembly.RuntimeError);
    expect(error).not.toBeInstanceOf(SyntaxError);
    expect((error as Error).message).not.toBe("the filter aborted");
  }
}

it.each<[DialectName, object]>([
  ["openai", {}],
  ["openai", { reasoning_history: "reasoning_details", json_schema: false, tool_id: "nine" }],
  ["completions", {}],
])("survives every odd value in a request of %s, %j", (client, traits) => {
  for (const request of variants(REQUEST)) survives(() => pure.translateRequest(client, "openai", request, { traits }));
});

it.each<DialectName>(["openai", "completions"])("survives every odd value in an answer to %s", (client) => {
  for (const document of variants(RESPONSE)) survives(() => pure.translateResponse("openai", client, document));
  for (const chunk of variants(CHUNK)) {
    const bytes = Buffer.from(`data: ${JSON.stringify(chunk)}\n\ndata: ${JSON.stringify(CHUNK)}\n\ndata: [DONE]\n\n`);
    survives(() => {
      const { text } = pure.translateStream("openai", client, [bytes]);
      for (const line of text.split("\n\n")) if (line.startsWith("data: {")) JSON.parse(line.slice(6));
    });
  }
});

it("survives every odd value in errors and embeddings", () => {
  for (const document of variants(ERROR)) survives(() => pure.translateError("openai", "openai", 500, document));
  for (const base64 of [false, true]) {
    for (const document of variants(EMBEDDED))
      survives(() => pure.translateEmbeddings("openai", "openai", document, base64));
  }
  for (const request of variants({
    model: "m",
    input: ["a", [1]],
    dimensions: 1,
    encoding_format: "float",
    user: "u",
  })) {
    survives(() => pure.translateEmbeddingRequest("openai", "openai", request));
  }
});
