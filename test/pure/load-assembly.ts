import { readFile } from "node:fs/promises";

/** The exports of a module: no shell, no host. An abort throws. */
export async function instantiate<Exports>(wasm: string): Promise<Exports> {
  const abort = () => {
    throw new Error("the filter aborted");
  };
  const module = await WebAssembly.compile(await readFile(wasm));
  const instance = await WebAssembly.instantiate(module, { env: { abort } });
  return instance.exports as Exports;
}

/** The exports of a module that Vitest builds: `import("./assembly/<name>.ts?wasm")`. */
export async function loadAssembly<Exports>(built: Promise<{ default: string }>): Promise<Exports> {
  return instantiate((await built).default);
}
