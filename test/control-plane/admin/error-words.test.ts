import { expect, test } from "vitest";
import { adminApi } from "./admin-api.ts";

const provider = (error_words: object) => ({ dialect: "openai", url: "http://127.0.0.1:2/v1", error_words });

test("the words of a provider's errors are given like the rest of it, and wrong ones told with their place", async () => {
  const { ask, live } = await adminApi();
  const words = { quota: ["E_BUDGET"], context_length: ["*too small*"] };
  expect((await ask("POST", "/providers", { body: { id: "own", ...provider(words) } })).status).toBe(201);
  expect((await ask("POST", "/models", { body: { id: "x", targets: [{ provider: "own" }] } })).status).toBe(201);
  const inForce = () => live.current.policy.providers.find(({ name }) => name === "own")?.error_words;
  expect(inForce()).toEqual(words);

  const refused = await ask("PATCH", "/providers/own", { body: { error_words: { quota: ["no"] } } });
  expect(refused.status, refused.text).toBe(422);
  const reason = expect.stringMatching(/^must have at least 4 characters/);
  expect(refused.body.problems).toEqual([{ path: "error_words.quota[0]", reason }]);
  expect(inForce()).toEqual(words);
});
