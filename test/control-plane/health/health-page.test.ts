import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { healthPage } from "../../../control-plane/health/health-page.ts";
import { PROJECT_ROOT } from "../../../control-plane/process/project-root.ts";

test("docs/health.md is what the law says (npm run docs)", () => {
  expect(healthPage()).toBe(readFileSync(join(PROJECT_ROOT, "docs/health.md"), "utf8"));
});
