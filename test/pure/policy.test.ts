import { createHash } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { loadPure, type Pure } from "./pure.ts";

let pure: Pure;
beforeAll(async () => {
  pure = await loadPure();
});

describe("globs", () => {
  it.each([
    ["gpt-4o", "gpt-4o", true],
    ["gpt-4o", "gpt-4o-mini", false],
    ["gpt-4o*", "gpt-4o", true],
    ["gpt-4o*", "gpt-4o-mini", true],
    ["*", "", true],
    ["*", "anything/at:all", true],
    ["*-mini", "gpt-4o-mini", true],
    ["*-mini", "gpt-4o-mini-x", false],
    ["a*b*c", "a-b-b-c", true],
    ["a*b*c", "a-c-b", false],
    ["gpt-?", "gpt-4", true],
    ["gpt-?", "gpt-", false],
    ["gpt-?", "gpt-44", false],
    ["", "", true],
    ["", "a", false],
    ["GPT", "gpt", false],
  ])("%s against %s: %s", (pattern, name, expected) => {
    expect(pure.globMatches(pattern, name)).toBe(expected);
  });
});

describe("SHA-256", () => {
  it("agrees with OpenSSL at every length over three blocks", () => {
    for (let size = 0; size < 200; size++) {
      const text = "k".repeat(size);
      expect(pure.sha256(text)).toBe(createHash("sha256").update(text).digest("hex"));
    }
  });
});
