import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { failuresPage } from "../../docs/failures-page.ts";
import { FAILURES } from "../../plugin/policy/failure/table.ts";

test("docs/failures.md is what the table says (npm run docs)", () => {
  expect(failuresPage()).toBe(readFileSync(new URL("../../docs/failures.md", import.meta.url), "utf8"));
});

test("the rows stand in the order of their kinds, by which they are looked up", () => {
  expect(FAILURES.map(({ kind }) => kind)).toEqual(FAILURES.map((_, index) => index));
});
