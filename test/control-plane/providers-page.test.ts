import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { traitsSchema } from "../../contract/traits.ts";
import { parseConfig } from "../../control-plane/config/parse.ts";
import { PROJECT_ROOT } from "../../control-plane/process/project-root.ts";
import { PRESETS } from "../../control-plane/provider/presets.ts";
import { providersPage } from "../../control-plane/provider/providers-page.ts";

const CHECKED_IN = readFileSync(join(PROJECT_ROOT, "docs/providers.md"), "utf8");

test("docs/providers.md is what the table says (npm run docs)", () => {
  expect(providersPage()).toBe(CHECKED_IN);
});

test("every preset and every trait has a row", () => {
  for (const name of [...Object.keys(PRESETS), ...Object.keys(traitsSchema.shape)]) {
    expect(CHECKED_IN).toContain(`\n| \`${name}\` | `);
  }
});

test("its example is a configuration", () => {
  const [, example = ""] = /```yaml\n(.*?)```/s.exec(CHECKED_IN) ?? [];
  const { providers } = parseConfig(example, "docs/providers.md");
  expect(Object.keys(providers)).toEqual(["groq", "claude", "azure", "gpu", "foundry", "own"]);
});
