import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { routingPage } from "../../../control-plane/catalogue/routing-page.ts";
import { parseConfig } from "../../../control-plane/config/parse.ts";
import { warningsOf } from "../../../control-plane/config/warnings.ts";
import { buildPolicy } from "../../../control-plane/policy/build.ts";

test("docs/routing.md is what `npm run docs` writes", () => {
  expect(readFileSync(new URL("../../../docs/routing.md", import.meta.url), "utf8")).toBe(routingPage());
});

test("its example is a file that is taken as it stands", () => {
  const [, example = ""] = /```yaml\n([\s\S]*?)```/.exec(routingPage()) ?? [];
  const config = parseConfig(example, "the example");
  expect(warningsOf(config)).toEqual([expect.stringContaining("taken from the catalogue")]);
  expect(buildPolicy(config, {}).targets.map(({ price }) => price?.input)).toEqual([0.15, 0.14, 0]);
});
