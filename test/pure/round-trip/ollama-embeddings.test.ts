import { beforeAll, describe, expect, it } from "vitest";
import { loadPure, type Pure } from "../pure.ts";

let pure: Pure;
beforeAll(async () => {
  pure = await loadPure();
});

describe("/api/embed", () => {
  it.each<[object, object?]>([
    [{ input: ["a", 'b "c" é'] }],
    [{ input: "a" }, { input: ["a"] }],
    [{ input: ["a"], truncate: false, dimensions: 256, keep_alive: "5m" }],
    [{ input: ["a"], keep_alive: 0 }],
    [{ input: ["a"], truncate: null, dimensions: null, options: { num_ctx: 1 } }, { input: ["a"] }],
  ])("keeps %j", (fields, expected = fields) => {
    expect(pure.translateEmbeddingRequest("ollama", "ollama", { model: "m", ...fields })).toEqual({
      model: "m",
      ...expected,
    });
  });

  it.each<[object, string]>([
    [{}, "input"],
    [{ input: [] }, "input"],
    [{ input: 1 }, "input"],
    [{ input: ["a", 1] }, "input[1]"],
    [{ input: [[1, 2]] }, "input[0]"],
    [{ input: "a", dimensions: "256" }, "dimensions"],
  ])("%j is refused for its %s", (fields, path) => {
    expect(() => pure.translateEmbeddingRequest("ollama", "ollama", { model: "m", ...fields })).toThrow(`${path}: `);
  });

  it("keeps the vectors to the last digit, and the count", () => {
    const answer = { model: "all-minilm", embeddings: [[0.010071029, -1e-9], [1]], prompt_eval_count: 8 };
    const full = { ...answer, total_duration: 14143917, load_duration: 1019500 };
    expect(pure.translateEmbeddings("ollama", "ollama", full)).toEqual(answer);
  });

  it("has numbers alone, though a provider answered in base64 unasked", () => {
    const answer = { model: "m", data: [{ index: 0, embedding: "AAAAPwAAAMA=" }] };
    expect(pure.translateEmbeddings("openai", "ollama", answer)).toMatchObject({ embeddings: [[0.5, -2]] });
    expect(pure.translateEmbeddings("openai", "generate", answer)).toEqual({ embedding: [0.5, -2] });
  });

  it.each([
    {},
    { embeddings: "x" },
    { embeddings: [1] },
    { embeddings: [[]] },
    { embeddings: [[1], ["1"]] },
    { embeddings: [[[1]]] },
    { error: "x" },
  ])("knows that %j holds none", (document) => {
    expect(pure.translateEmbeddings("ollama", "ollama", document)).toBeNull();
  });
});

/** The older endpoint goes with the older of the chat's: a client of "generate" asks it. */
describe("/api/embeddings", () => {
  it.each<[object, object?]>([
    [{ prompt: 'b "c" é' }],
    [{ prompt: "" }],
    [
      { prompt: "a", keep_alive: "5m", options: {} },
      { prompt: "a", keep_alive: "5m" },
    ],
  ])("keeps %j", (fields, expected = fields) => {
    expect(pure.translateEmbeddingRequest("generate", "ollama", { model: "m", ...fields })).toEqual({
      model: "m",
      ...expected,
    });
  });

  it.each([{}, { prompt: ["a"] }, { prompt: 1 }])("%j is refused for its prompt", (fields) => {
    expect(() => pure.translateEmbeddingRequest("generate", "ollama", { model: "m", ...fields })).toThrow(/^prompt: /);
  });

  it("keeps the vector to the last digit", () => {
    const answer = { embedding: [0.5670403838157654, -1e-9] };
    expect(pure.translateEmbeddings("ollama", "generate", answer)).toEqual(answer);
    expect(pure.translateEmbeddings("ollama", "generate", { embedding: [] })).toEqual({ embedding: [] });
  });

  it.each([{}, { embedding: 1 }, { embeddings: [[1]] }])("knows that %j holds none", (document) => {
    expect(pure.translateEmbeddings("ollama", "generate", document)).toBeNull();
  });
});
