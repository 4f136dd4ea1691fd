import { describe, expect, it } from "vitest";
import { document, filter, modelOf } from "./filter.ts";

const embed = (vectors: readonly number[][], input: unknown) =>
  filter(modelOf("ollama"), () => document({ model: "all-minilm", embeddings: vectors })).open({
    path: "/v1/embeddings",
    body: JSON.stringify({ model: "m", input }),
  }).result;

describe("embeddings of another dialect's provider", () => {
  it("are as many as the inputs", () => {
    const { status, body } = embed([[1], [2]], ["a", "b"]);
    expect(status).toBe(200);
    expect(JSON.parse(body)).toMatchObject({ data: [{ embedding: [1] }, { embedding: [2] }] });
  });

  it.each([[[]], [[[1]]], [[[1], [2], [3]]]])("or none: %j for two", (vectors) => {
    const { status, body } = embed(vectors, ["a", "b"]);
    expect([status, body]).toEqual([502, expect.stringContaining("no list of embeddings")]);
  });
});
