import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    reporters: ["default", "./test/closing-line.ts"],
    globalSetup: ["test/pure/pure.ts", "test/envoy/global-setup.ts"],
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
