import { createHash } from "node:crypto";
import { beforeAll, expect, it } from "vitest";
import { loadPure, type Pure } from "../pure.ts";

let pure: Pure;
beforeAll(async () => {
  pure = await loadPure();
});

const LONG = `user_é"${"a".repeat(150)}`;
const DIGEST = createHash("sha256").update(LONG).digest("hex");
const from = (user_id: string) => ({
  model: "m",
  max_tokens: 99,
  messages: [{ role: "user", content: "hi" }],
  metadata: { user_id },
});

it.each([
  "openai",
  "responses",
] as const)("%s gets a user of 64 characters as it is, and a longer one's digest", (to) => {
  const most = "é".repeat(64);
  expect(pure.translateRequest("anthropic", to, from(most))).toMatchObject({ user: most });
  expect(pure.losses()).toEqual({ dropped: [], approximated: [] });
  expect(pure.translateRequest("anthropic", to, from(LONG))).toMatchObject({ user: DIGEST });
  expect(pure.losses()).toEqual({ dropped: [], approximated: ["metadata.user_id"] });
});

it("neither does any other identifier exceed it", () => {
  const request = { model: "m", input: "hi", safety_identifier: LONG, prompt_cache_key: LONG };
  expect(pure.translateRequest("responses", "openai", request)).toMatchObject({
    safety_identifier: DIGEST,
    prompt_cache_key: DIGEST,
  });
});
