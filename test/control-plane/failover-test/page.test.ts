import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { failoverTestPage } from "../../../control-plane/failover-test/failover-test-page.ts";
import { PROJECT_ROOT } from "../../../control-plane/process/project-root.ts";

test("docs/failover-test.md is what the tables say (npm run docs)", () => {
  expect(failoverTestPage()).toBe(readFileSync(join(PROJECT_ROOT, "docs/failover-test.md"), "utf8"));
});
