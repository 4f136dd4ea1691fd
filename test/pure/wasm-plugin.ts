import { basename } from "node:path";
import type { Plugin } from "vitest/config";
import { sourcesOf } from "../built-wasm.ts";
import { buildModule, entryOf } from "./build-module.ts";

const IMPORT = /\/test\/pure\/assembly\/[^/]+\.ts\?wasm$/;

/**
 * `import("./assembly/<name>.ts?wasm")` gives the path of the built module. Vitest builds it when a test
 * file asks for it, and in watch mode runs those files again that have a changed source behind them.
 */
export function wasmPlugin(): Plugin {
  return {
    name: "wasm-of-assembly",
    enforce: "pre",
    async load(id) {
      if (!IMPORT.test(id)) return undefined;
      const name = basename(id, ".ts?wasm");
      for (const source of sourcesOf(entryOf(name))) this.addWatchFile(source);
      try {
        return `export default ${JSON.stringify(await buildModule(name))}`;
      } catch (error) {
        // Thrown here it would leave no trace of the sources, and a mended one would run nothing.
        return `throw new Error(${JSON.stringify((error as Error).message)})`;
      }
    },
  };
}
