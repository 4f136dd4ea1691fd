import { builtWasm } from "../built-wasm.ts";

const FOLDER = "test/pure/assembly";

/** The AssemblyScript of a module of `assembly/`, from the checkout's folder. */
export function entryOf(name: string): string {
  return `${FOLDER}/${name}.ts`;
}

/**
 * A module of `assembly/`: the filter's pure parts as wasm of their own.
 *
 * @param target of asconfig.json
 * @returns path of the wasm
 * @throws with the compiler's own words
 */
export function buildModule(name: string, target: "test" | "bench" = "test"): Promise<string> {
  const config = `${FOLDER}/asconfig.json`;
  return builtWasm({ name: `${name}-${target}`, entry: entryOf(name), config, options: ["--target", target] });
}
