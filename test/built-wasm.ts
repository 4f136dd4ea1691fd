import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { PROJECT_ROOT } from "../control-plane/process/project-root.ts";

const BUILT = join(PROJECT_ROOT, "build/test");
const COMPILER = join(PROJECT_ROOT, "node_modules/assemblyscript/package.json");

/** Builds of a name that are kept: who comes back to another branch finds its own. */
const KEPT = 8;

/** Paths are from the checkout's folder. */
export interface Wanted {
  /** What the built file's name begins with. */
  name: string;
  entry: string;
  /** An `asconfig.json`. */
  config: string;
  /** More of the compiler's options. */
  options: readonly string[];
}

/**
 * AssemblyScript, built where no build of the same sources is kept: they alone count, not when they were
 * written. Whoever else builds or reads at the same time has a whole one.
 *
 * @returns path of the wasm
 * @throws with the compiler's own words
 */
export async function builtWasm(wanted: Wanted): Promise<string> {
  const wasm = join(BUILT, `${wanted.name}-${digestOf(wanted)}.wasm`);
  if (existsSync(wasm)) {
    utimesSync(wasm, new Date(), new Date());
    return wasm;
  }
  const build = lastBuild.then(() => compile(wanted, wasm));
  lastBuild = build.catch(() => {});
  await build;
  forgetOld(wanted.name);
  return wasm;
}

/** The files that an entry is made from, whether it compiles or not. */
export function sourcesOf(entry: string): readonly string[] {
  const found = new Set([join(PROJECT_ROOT, entry)]);
  for (const file of found) {
    for (const [, path = ""] of textOf(file).matchAll(/\b(?:from|import) "(\.[^"]+)"/g)) {
      const imported = join(dirname(file), path);
      const folder = join(imported, "index.ts");
      found.add(existsSync(folder) ? folder : `${imported}.ts`);
    }
  }
  return [...found].sort();
}

function digestOf({ entry, config, options }: Wanted): string {
  const hash = createHash("sha256").update(options.join("\n"));
  for (const file of [...sourcesOf(entry), join(PROJECT_ROOT, config), COMPILER]) {
    hash.update(`${relative(PROJECT_ROOT, file)}\n${textOf(file)}`);
  }
  return hash.digest("hex").slice(0, 16);
}

/** Empty where there is none: that it is missing, the compiler says better. */
function textOf(file: string): string {
  return existsSync(file) ? readFileSync(file, "utf8") : "";
}

/** The compiler does one thing at a time. */
let lastBuild: Promise<void> = Promise.resolve();

/** In this process: a compiler that is warm takes a quarter of the time. */
async function compile({ entry, config, options }: Wanted, wasm: string): Promise<void> {
  const { default: asc } = await import("assemblyscript/asc");
  mkdirSync(BUILT, { recursive: true });
  const made = `${wasm}.${process.pid}`;
  const args = ["--baseDir", PROJECT_ROOT, "--config", join(PROJECT_ROOT, config), "--outFile", made, ...options];
  const { error, stderr } = await asc.main([entry, ...args]);
  if (error) throw new Error(`${entry} does not compile:\n${stderr}`);
  renameSync(made, wasm);
}

/** A name's digest follows it, and nothing else. */
function forgetOld(name: string): void {
  const builds = readdirSync(BUILT)
    .filter((file) => file.startsWith(`${name}-`) && /^[0-9a-f]{16}\.wasm$/.test(file.slice(name.length + 1)))
    .map((file) => ({ path: join(BUILT, file), used: statSync(join(BUILT, file)).mtimeMs }));
  for (const { path } of builds.sort((a, b) => b.used - a.used).slice(KEPT)) rmSync(path, { force: true });
}
