import { execFile } from "node:child_process";
import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { beforeAll, expect, it } from "vitest";
import { typedModule } from "../fixtures/golden/official/typed.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const modules = join(root, "build/test/golden");
const golden = join(root, "test/fixtures/golden");

const files = readdirSync(golden, { recursive: true, encoding: "utf8" })
  .filter((path) => /\.(request\.json|response\.json|stream\.txt)$/.test(path))
  .sort();

/** What the compiler says, by file. */
const said = new Map<string, string[]>();

beforeAll(async () => {
  rmSync(modules, { recursive: true, force: true });
  mkdirSync(modules, { recursive: true });
  for (const path of files) writeFileSync(join(modules, moduleOf(path)), typedModule(path));
  const config = { extends: "../../../tsconfig.json", include: ["*.ts"], exclude: [] };
  writeFileSync(join(modules, "tsconfig.json"), JSON.stringify(config));
  for (const line of (await compilerOutput()).split("\n")) {
    const [, module = "", message = ""] = /([^/\\]+\.ts)\((.*)$/.exec(line) ?? [];
    said.set(module, [...(said.get(module) ?? []), message]);
  }
});

it.each(files)("%s is of its official type", (path) => {
  expect(said.get(moduleOf(path)) ?? []).toEqual([]);
});

function moduleOf(path: string): string {
  return `${path.replaceAll(/[/\\]/g, ".")}.ts`;
}

async function compilerOutput(): Promise<string> {
  const tsc = join(root, "node_modules/typescript/bin/tsc");
  const run = promisify(execFile)(process.execPath, [tsc, "--noEmit", "--pretty", "false", "-p", modules], {
    maxBuffer: 64 * 1024 * 1024,
  });
  return run.then(
    ({ stdout }) => stdout,
    (failure: { stdout: string }) => failure.stdout,
  );
}
