import { readFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { translationPage } from "../fixtures/fields/document.ts";
import { loadPure } from "./pure.ts";

it("docs/translation.md is what the filter does: npm run docs", async () => {
  const page = await readFile(new URL("../../docs/translation.md", import.meta.url), "utf8");
  expect(translationPage(await loadPure())).toBe(page);
});
