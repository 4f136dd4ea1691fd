import { defineConfig } from "vitest/config";
import { wasmPlugin } from "./test/pure/wasm-plugin.ts";

/** What tests of each depth need is made for them alone: who runs one file waits for nothing else. */
export default defineConfig({
  test: {
    reporters: ["default", "./test/closing-line.ts"],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    projects: [
      {
        extends: true,
        plugins: [wasmPlugin()],
        test: { name: "pure", include: ["test/pure/**/*.test.ts"] },
      },
      {
        extends: true,
        test: { name: "control-plane", include: ["test/{bench,borders,control-plane}/**/*.test.ts"] },
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
          include: ["test/{envoy,envoy-config,start,examples,clients,chaos}/**/*.test.ts"],
          globalSetup: ["test/host/global-setup.ts", "test/envoy/global-setup.ts"],
        },
      },
    ],
  },
});
