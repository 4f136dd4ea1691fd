import OpenAI from "openai";
import type { EmbeddingCreateParams } from "openai/resources/embeddings";
import { beforeAll, describe, expect, it } from "vitest";
import { loadPure, type Pure } from "../pure.ts";

let pure: Pure;
beforeAll(async () => {
  pure = await loadPure();
});

/** Every field of the official client's type: what is said, what is sent, or the refusal's path. */
const FIELDS: Record<Exclude<keyof EmbeddingCreateParams, "model">, [object, object | string][]> = {
  input: [
    [{ input: 'a\n"é' }, { input: 'a\n"é' }],
    [{ input: ["a", "b"] }, { input: ["a", "b"] }],
    [{ input: ["a"] }, { input: "a" }],
    [{ input: [1, 2] }, { input: [1, 2] }],
    [{ input: [[1, 2], [3]] }, { input: [[1, 2], [3]] }],
    [{ input: ["a", [3]] }, { input: ["a", [3]] }],
    [{ input: "" }, "input"],
    [{ input: [] }, "input"],
    [{ input: [[]] }, "input[0]"],
    [{ input: ["a", ""] }, "input[1]"],
    [{ input: [1, "a"] }, "input[0]"],
    [{ input: [[1, "a"]] }, "input[0]"],
    [{ input: {} }, "input"],
    [{ input: null }, "input"],
  ],
  dimensions: [
    [{ dimensions: 256 }, { dimensions: 256 }],
    [{ dimensions: "256" }, "dimensions"],
  ],
  encoding_format: [
    [{ encoding_format: "float" }, {}],
    [{ encoding_format: "base64" }, { encoding_format: "base64" }],
    [{ encoding_format: null }, {}],
    [{ encoding_format: "int8" }, "encoding_format"],
    [{ encoding_format: 1 }, "encoding_format"],
  ],
  user: [
    [{ user: "u" }, { user: "u" }],
    [{ user: 1 }, "user"],
  ],
};

describe.each(Object.entries(FIELDS))("%s", (_, cases) => {
  it.each(cases)("%j: %j", (said, sent) => {
    const request = { model: "m", input: "hi", ...said };
    if (typeof sent === "string") {
      expect(() => pure.translateEmbeddingRequest("openai", "openai", request)).toThrow(`${sent}: `);
    } else {
      expect(pure.translateEmbeddingRequest("openai", "openai", request)).toEqual({ model: "m", input: "hi", ...sent });
    }
  });
});

const base64Of = (values: readonly number[]) => Buffer.from(new Float32Array(values).buffer).toString("base64");
const document = (...vectors: unknown[]) => ({
  object: "list",
  data: vectors.map((embedding, index) => ({ object: "embedding", index, embedding })),
  model: "e",
  usage: { prompt_tokens: 5, total_tokens: 5 },
});

/** Numbers of all sizes, the same in every run. */
function* numbers(count: number): Generator<number> {
  let seed = 7;
  const next = () => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
    return seed;
  };
  const bits = new Uint32Array(1);
  for (let i = 0; i < count; ) {
    bits[0] = next() ^ (next() >>> 16);
    const [value = 0] = new Float32Array(bits.buffer);
    if (!Number.isFinite(value)) continue;
    yield value;
    i += 1;
  }
}

const ODD = [0, 1, -1, 0.1, 1e-45, 3.4028234663852886e38, 1.17549435e-38, 123456789, 0.006929283495992422];
const VECTOR = [...ODD, ...numbers(5000)].map(Math.fround);

describe("vectors", () => {
  it("stay as they are in the form that was asked for", () => {
    const floats = document([0.1, -2e-7], [3, 4]);
    expect(pure.translateEmbeddings("openai", "openai", floats)).toEqual(floats);
    const encoded = document(base64Of([0.1, 2]), base64Of([3, 4]));
    expect(pure.translateEmbeddings("openai", "openai", encoded, true)).toEqual(encoded);
  });

  it("become base64 of the nearest floats", () => {
    const lists = [VECTOR, [1], [1, 2], [1, 2, 3]];
    expect(pure.translateEmbeddings("openai", "openai", document(...lists), true)).toEqual(
      document(...lists.map(base64Of)),
    );
  });

  it.each([
    ["1E2", 100],
    ["-0", -0],
    ["-1e+2", -100],
    ["100e-2", 1],
    ["0.00000000000000000000000000000000000000000001401298464324817070923729583289916131280", 1.401298464324817e-44],
    ["12345678901234567890123456789012345678901234567890e-50", 0.12345678901234568],
    [`0.${"0".repeat(400)}1`, 0],
    ["1e400", Number.POSITIVE_INFINITY],
    ["-1e99999999999999", Number.NEGATIVE_INFINITY],
    ["1e-99999999999999", 0],
    ["0e99999999999999", 0],
  ])("are read as %s is spelled", (spelled, value) => {
    const got = pure.translateEmbeddings("openai", "openai", `{"data":[{"embedding":[ ${spelled} , 1]}]}`, true);
    expect(got).toMatchObject({ data: [{ embedding: base64Of([value, 1]) }] });
  });

  it("become the numbers that were encoded", () => {
    const got = pure.translateEmbeddings(
      "openai",
      "openai",
      document(base64Of(VECTOR), base64Of([1]), base64Of([1, 2])),
    );
    expect(got).toEqual(document(VECTOR, [1], [1, 2]));
    const infinite = document(base64Of([Number.POSITIVE_INFINITY, Number.NaN, 1]));
    expect(pure.translateEmbeddings("openai", "openai", infinite)).toEqual(document([null, null, 1]));
  });

  it("are what the official client decodes, which asks for base64 unasked", async () => {
    const fetch = async (_: unknown, init?: RequestInit) => {
      const asked = pure.translateEmbeddingRequest("openai", "openai", JSON.parse(String(init?.body)));
      expect(asked).toMatchObject({ encoding_format: "base64" });
      return Response.json(pure.translateEmbeddings("openai", "openai", document([0.5, 0.1]), true));
    };
    const client = new OpenAI({ apiKey: "k", baseURL: "http://127.0.0.1/v1", fetch });
    const { data } = await client.embeddings.create({ model: "m", input: "hi" });
    expect(Array.from(data[0]?.embedding ?? [])).toEqual([0.5, Math.fround(0.1)]);
  });

  it("are put in the order of the inputs", () => {
    const mixed = document([1], [2], [3]);
    mixed.data.reverse();
    expect(pure.translateEmbeddings("openai", "openai", mixed)).toEqual(document([1], [2], [3]));
    const unnumbered = { data: [{ embedding: [1] }, { embedding: [2] }] };
    expect(pure.translateEmbeddings("openai", "openai", unnumbered)).toMatchObject({
      data: [
        { index: 0, embedding: [1] },
        { index: 1, embedding: [2] },
      ],
    });
  });

  it.each([
    {},
    { data: [] },
    { data: {} },
    { data: [1] },
    document([]),
    document([1, "2"]),
    document("AAA"),
    document("AAAA"),
    document("AAA?AAAA"),
    document("AA==AAAA"),
    document("A==="),
    document(""),
    document([1], base64Of([1])),
    { data: [{ index: 1, embedding: [1] }] },
    { data: [{ index: -1, embedding: [1] }] },
    {
      data: [
        { index: 0, embedding: [1] },
        { index: 0, embedding: [1] },
      ],
    },
  ])("are none: %j", (answer) => {
    expect(pure.translateEmbeddings("openai", "openai", answer)).toBeNull();
  });
});
