import type { TestProject } from "vitest/node";
import { createLog } from "../../control-plane/process/log.ts";
import { PROJECT_ROOT } from "../../control-plane/process/project-root.ts";
import { ensureWasm } from "../../control-plane/setup/wasm.ts";

/** Once for all files, and again where a source changes in watch mode: the filter as its sources make it. */
export default async function setup(project: TestProject): Promise<void> {
  const build = () => ensureWasm(PROJECT_ROOT, createLog("tests"));
  project.onTestsRerun(build);
  await build();
}
