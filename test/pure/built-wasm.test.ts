import { readFileSync } from "node:fs";
import { join, relative } from "node:path";
import asc from "assemblyscript/asc";
import { expect, test } from "vitest";
import { PROJECT_ROOT } from "../../control-plane/process/project-root.ts";
import { sourcesOf } from "../built-wasm.ts";
import { buildModule, entryOf } from "./build-module.ts";

test("a module's sources are the files that the compiler reads", async () => {
  const read = new Set<string>();
  const readFile = (name: string) => {
    try {
      const text = readFileSync(join(PROJECT_ROOT, name), "utf8");
      read.add(name);
      return text;
    } catch {
      return null;
    }
  };
  const config = ["--config", "test/pure/assembly/asconfig.json", "--noEmit"];
  await asc.main([entryOf("cache"), ...config], { readFile, listFiles: () => [] });
  expect([...read].filter((file) => file.endsWith(".ts")).sort()).toEqual(
    sourcesOf(entryOf("cache")).map((file) => relative(PROJECT_ROOT, file)),
  );
});

test("a module is built once for the same sources, and for each target", async () => {
  const built = await buildModule("routing");
  expect(await buildModule("routing")).toBe(built);
  expect(WebAssembly.validate(readFileSync(built))).toBe(true);
});
