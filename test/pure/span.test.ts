import { beforeAll, describe, expect, it } from "vitest";
import { loadWire, type Wire } from "./wire.ts";

let wire: Wire;
beforeAll(async () => {
  wire = await loadWire();
});

describe("a name in any case", () => {
  it.each([
    ["model", "model", true],
    ["MODEL", "model", true],
    ["mOdEl", "model", true],
    ["ſtream", "stream", true],
    ["\u212aeep", "keep", true],
    ["KEEP\u212a", "keepk", true],
    ["models", "model", false],
    ["mode", "model", false],
    ["", "model", false],
    ["m0del", "model", false],
    ["mod\u212al", "model", false],
    ["ſ", "ss", false],
    ["\u00c5\u00bfx", "sx", false],
  ])("%s is %s: %s", (name, lower, same) => {
    expect(wire.isInAnyCase(name, lower)).toBe(same);
  });
});
