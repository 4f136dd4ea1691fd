import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { adminPage } from "../../../control-plane/admin/admin-page.ts";
import { PROJECT_ROOT } from "../../../control-plane/process/project-root.ts";

test("docs/admin.md is what the routes say (npm run docs)", () => {
  expect(adminPage()).toBe(readFileSync(join(PROJECT_ROOT, "docs/admin.md"), "utf8"));
});
