import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { PROJECT_ROOT } from "../../control-plane/process/project-root.ts";

const ENTRIES = join(PROJECT_ROOT, "test/pure/assembly");
const CONFIG = join(ENTRIES, "asconfig.json");
const COMPILER = join(PROJECT_ROOT, "node_modules/assemblyscript/package.json");
const BUILT = join(PROJECT_ROOT, "build/test");

/** Builds of a module that are kept: who comes back to another branch finds its own. */
const KEPT = 8;

/**
 * A module of `assembly/`, built where no build of the same sources is kept: they alone count, not when they
 * were written. Whoever else builds or reads at the same time has a whole one.
 *
 * @param target of asconfig.json
 * @returns path of the wasm
 * @throws with the compiler's own words
 */
export async function buildModule(name: string, target: "test" | "bench" = "test"): Promise<string> {
  const wasm = join(BUILT, `${name}-${target}-${digestOf(sourcesOf(name))}.wasm`);
  if (existsSync(wasm)) {
    utimesSync(wasm, new Date(), new Date());
    return wasm;
  }
  const build = lastBuild.then(() => compile(name, target, wasm));
  lastBuild = build.catch(() => {});
  await build;
  forgetOld(`${name}-${target}-`);
  return wasm;
}

/** The files that a module is made from, whether it compiles or not. */
export function sourcesOf(name: string): readonly string[] {
  const found = new Set([join(ENTRIES, `${name}.ts`)]);
  for (const file of found) {
    for (const [, path = ""] of textOf(file).matchAll(/\b(?:from|import) "(\.[^"]+)"/g)) {
      const imported = join(dirname(file), path);
      const folder = join(imported, "index.ts");
      found.add(existsSync(folder) ? folder : `${imported}.ts`);
    }
  }
  return [...found].sort();
}

function digestOf(sources: readonly string[]): string {
  const hash = createHash("sha256");
  for (const file of [...sources, CONFIG, COMPILER]) hash.update(`${relative(PROJECT_ROOT, file)}\n${textOf(file)}`);
  return hash.digest("hex").slice(0, 16);
}

/** Empty where there is none: that it is missing, the compiler says better. */
function textOf(file: string): string {
  return existsSync(file) ? readFileSync(file, "utf8") : "";
}

/** The compiler does one thing at a time. */
let lastBuild: Promise<void> = Promise.resolve();

/** In this process: a compiler that is warm takes a quarter of the time. */
async function compile(name: string, target: string, wasm: string): Promise<void> {
  const { default: asc } = await import("assemblyscript/asc");
  const made = `${wasm}.${process.pid}`;
  const options = { "--baseDir": PROJECT_ROOT, "--config": CONFIG, "--target": target, "--outFile": made };
  const entry = relative(PROJECT_ROOT, join(ENTRIES, `${name}.ts`));
  const { error, stderr } = await asc.main([entry, ...Object.entries(options).flat()]);
  if (error) throw new Error(`${entry} does not compile:\n${stderr}`);
  renameSync(made, wasm);
}

function forgetOld(prefix: string): void {
  const builds = readdirSync(BUILT)
    .filter((file) => file.startsWith(prefix) && file.endsWith(".wasm"))
    .map((file) => ({ path: join(BUILT, file), used: statSync(join(BUILT, file)).mtimeMs }));
  for (const { path } of builds.sort((a, b) => b.used - a.used).slice(KEPT)) rmSync(path, { force: true });
}
