import { describe, expect, test } from "vitest";
import { checkConfig } from "../../control-plane/config/parse.ts";
import { buildPolicy } from "../../control-plane/policy/build.ts";

const config = (error_words: object) =>
  checkConfig(
    {
      providers: { a: { dialect: "openai", url: "http://127.0.0.1:1", error_words } },
      models: { m: { targets: [{ provider: "a" }] } },
    },
    "test",
  );

test("a provider's words reach the policy", () => {
  const error_words = { quota: ["E_BUDGET", "your project * is out of money"], context_length: ["*cache*"] };
  expect(buildPolicy(config(error_words), {}).providers[0]?.error_words).toEqual(error_words);
});

describe("what makes no sense is refused, with its place and what to do", () => {
  test.each<[object, RegExp]>([
    [{ quota: ["no"] }, /providers\.a\.error_words\.quota\[0\]: must have at least 4 characters: a shorter one/],
    [{ quota: ["fine", "****"] }, /providers\.a\.error_words\.quota\[1\]: must hold more than '\*'/],
    [{ key_refused: "text" }, /providers\.a\.error_words\.key_refused/],
    [{ too_long: ["prompt too long"] }, /providers\.a\.error_words.*too_long/],
    [
      { rate_limit: Array.from({ length: 33 }, (_, at) => `word ${at}`) },
      /error_words\.rate_limit: at most 32 phrases/,
    ],
    [{ model_not_found: ["x".repeat(257)] }, /model_not_found\[0\]: must be at most 256 characters/],
  ])("%j", (words, says) => {
    expect(() => config(words)).toThrow(says);
  });
});
