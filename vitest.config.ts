import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import LongestFirst from "./test/longest-first.ts";
import { wasmPlugin } from "./test/pure/wasm-plugin.ts";

/** What tests of each depth need is made for them alone: who runs one file waits for nothing else. */
export default defineConfig({
  test: {
    reporters: ["default", "./test/slowest-files.ts", "./test/closing-line.ts"],
    // A worker takes one file after another: to start one for each took a third of all CPU time.
    isolate: false,
    // Files with an Envoy mostly wait.
    maxWorkers: Math.min(16, availableParallelism() * 2),
    sequence: { sequencer: LongestFirst },
    testTimeout: 60_000,
    hookTimeout: 120_000,
    projects: [
      {
        extends: true,
        test: { name: "check", include: ["test/check.test.ts"] },
      },
      {
        extends: true,
        plugins: [wasmPlugin()],
        test: { name: "pure", include: ["test/pure/**/*.test.ts"] },
      },
      {
        extends: true,
        test: {
          name: "control-plane",
          include: ["test/{bench,borders,control-plane}/**/*.test.ts"],
          setupFiles: ["test/own-connections.ts"],
        },
      },
      {
        extends: true,
        test: {
          name: "wasm",
          include: ["test/{wasm,host,fuzz}/**/*.test.ts"],
          globalSetup: ["test/host/global-setup.ts"],
        },
      },
      {
        extends: true,
        test: {
          name: "envoy",
          include: ["test/{envoy,envoy-config,start,examples,clients,agents,chaos}/**/*.test.ts"],
          setupFiles: ["test/own-connections.ts"],
          globalSetup: ["test/host/global-setup.ts", "test/envoy/global-setup.ts"],
        },
      },
    ],
  },
});
