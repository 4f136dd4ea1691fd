import type { TestProject } from "vitest/node";
import { createLog } from "../../control-plane/process/log.ts";
import { PROJECT_ROOT } from "../../control-plane/process/project-root.ts";
import { findEnvoy } from "../../control-plane/setup/find-envoy.ts";
import { ensureWasm } from "../../control-plane/setup/wasm.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Path of the Envoy binary that every test starts. */
    envoy: string;
  }
}

/** Once for all files: the filter as its sources make it, and an Envoy that fits. */
export default async function setup({ provide }: TestProject): Promise<void> {
  const log = createLog("tests");
  await ensureWasm(PROJECT_ROOT, log);
  provide("envoy", await findEnvoy(PROJECT_ROOT, process.env, log));
}
