import type { TestProject } from "vitest/node";
import { createLog } from "../../control-plane/process/log.ts";
import { PROJECT_ROOT } from "../../control-plane/process/project-root.ts";
import { findEnvoy } from "../../control-plane/setup/find-envoy.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Path of the Envoy binary that every test starts. */
    envoy: string;
  }
}

/** Once for all files: an Envoy that fits. */
export default async function setup({ provide }: TestProject): Promise<void> {
  provide("envoy", (await findEnvoy(PROJECT_ROOT, process.env, createLog("tests"))).binary);
}
