/** `/api/generate` as a client asks it and as an Ollama answers it: the same shape on both sides. */
import { beforeAll, describe, expect, it } from "vitest";
import { loadPure, type Pure } from "../pure.ts";
import { splits } from "../splits.ts";

let pure: Pure;
beforeAll(async () => {
  pure = await loadPure();
});

const PNG = Buffer.from("\x89PNG\r\n\x1a\n and more", "latin1").toString("base64");

function sent(fields: object): unknown {
  return pure.translateRequest("generate", "ollama", { model: "m", prompt: "hi", ...fields });
}

describe("a request", () => {
  it.each<[string, object]>([
    ["prompt", { prompt: 'why "is"\n😀' }],
    ["system", { system: "be brief" }],
    ["images", { images: [PNG, "AAAA"] }],
    ["format", { format: "json" }],
    ["a schema", { format: { type: "object" } }],
    ["think", { think: true }],
    ["a level to think at", { think: "high" }],
    ["keep_alive", { keep_alive: "10m" }],
    ["logprobs", { logprobs: true, top_logprobs: 2 }],
    ["options", { options: { temperature: 0, seed: 101, num_predict: 5, stop: ["x"] } }],
  ])("keeps %s", (_, fields) => {
    expect(sent(fields)).toEqual({ model: "m", prompt: "hi", stream: false, options: {}, ...fields });
    expect(pure.losses()).toEqual({ dropped: [], approximated: [] });
  });

  it("is nothing but its prompt where the rest is empty", () => {
    const empty = { system: "", suffix: "", template: "", context: [], raw: false, images: null, format: "" };
    expect(sent(empty)).toEqual({ model: "m", prompt: "hi", stream: false, options: {} });
    expect(pure.losses().dropped).toEqual([]);
  });

  it.each<[object, string]>([
    [{ suffix: "return" }, "suffix"],
    [{ raw: true }, "raw"],
    [{ template: "{{ .Prompt }}" }, "template"],
    [{ context: [1, 2, 3] }, "context"],
    [{ width: 512 }, "width"],
    [{ prompt: "" }, "prompt"],
    [{ prompt: null }, "prompt"],
    [{ prompt: ["hi"] }, "prompt"],
    [{ system: ["x"] }, "system"],
    [{ images: [1] }, "images[0]"],
    [{ images: "AAAA" }, "images"],
    [{ think: "loud" }, "think"],
    [{ options: { top_k: [] } }, "options.top_k"],
    [{ _debug_render_only: true }, "_debug_render_only"],
  ])("%j is refused for its %s", (fields, path) => {
    expect(() => sent(fields)).toThrow(`${path}: `);
  });

  it("drops by name what only a server of models knows", () => {
    sent({ options: { num_ctx: 1 }, shift: true });
    expect(pure.losses().dropped).toEqual(["options.num_ctx", "shift"]);
  });
});

const HEAD = { model: "llama3.2", created_at: "2026-01-01T00:00:00Z" };
const END = { done: true, done_reason: "length", prompt_eval_count: 26, eval_count: 259 };

describe("an answer", () => {
  it.each<[string, object]>([
    ["text", { response: 'blue "sky"' }],
    ["thinking", { response: "4", thinking: "2+2" }],
    ["a call", { response: "", tool_calls: [{ id: "c", function: { index: 0, name: "f", arguments: { a: 1 } } }] }],
    ["probabilities", { response: "a", logprobs: [{ token: "a", logprob: -1 }] }],
  ])("keeps %s", (_, fields) => {
    const document = { ...HEAD, ...END, ...fields };
    expect(pure.translateResponse("ollama", "generate", { ...document, context: [1, 2] })).toEqual({
      ...document,
      created_at: expect.any(String),
      total_duration: expect.any(Number),
      load_duration: 0,
      prompt_eval_duration: 0,
      eval_duration: expect.any(Number),
    });
  });

  it.each([{}, { message: { content: "hi" } }, { response: 1 }])("is not %j", (document) => {
    expect(pure.translateResponse("ollama", "generate", document)).toBeNull();
  });
});

describe("a stream", () => {
  const lines = [
    { ...HEAD, response: "", thinking: "é😀", done: false },
    { ...HEAD, response: "a", done: false },
    { ...HEAD, response: "b\u2028", done: false },
    { ...HEAD, response: "", ...END },
  ];
  const bytes = Buffer.from(lines.map((line) => `${JSON.stringify(line)}\n`).join(""));

  it("goes through as it was, at every split", () => {
    for (const chunks of splits(bytes)) {
      const { text, failed } = pure.translateStream("ollama", "generate", chunks);
      const got = text
        .split("\n")
        .slice(0, -1)
        .map((line) => JSON.parse(line));
      expect(got).toMatchObject(lines.map(({ created_at, ...line }) => line));
      expect(got).toHaveLength(lines.length);
      expect(failed).toBe(false);
    }
  });

  it("that is cut off never looks finished", () => {
    for (let size = 0; size < bytes.length - 2; size++) {
      const got = pure.translateStream("ollama", "generate", [bytes.subarray(0, size)]);
      expect(got.failed).toBe(true);
      expect(got.text).not.toContain('"done":true');
    }
  });
});
