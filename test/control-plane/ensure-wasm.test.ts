import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ensureWasm } from "../../control-plane/setup/wasm.ts";
import { collectedLog } from "./collected-log.ts";
import { temporaryFolder } from "./temporary-folder.ts";

/** A checkout whose compiler writes down the source, and fails on the word "error". */
function checkout() {
  const root = temporaryFolder();
  const put = (path: string, text: string) => {
    mkdirSync(join(root, path, ".."), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  put("asconfig.json", "{}");
  put("package-lock.json", "{}");
  put("plugin/index.ts", "one");
  put(
    "node_modules/assemblyscript/bin/asc.js",
    `const fs = require("node:fs");
const source = fs.readFileSync("plugin/index.ts", "utf8");
fs.writeFileSync(process.argv[process.argv.indexOf("--outFile") + 1], source);
if (source === "error") { console.error("ERROR TS1005: ';' expected."); process.exit(1); }`,
  );
  const { log, lines } = collectedLog();
  return { root, put, lines, ensure: () => ensureWasm(root, log), wasm: join(root, "build/headgate.wasm") };
}

test("is built once, and again after any source has changed", async () => {
  const { put, lines, ensure, wasm } = checkout();
  await ensure();
  expect(readFileSync(wasm, "utf8")).toBe("one");
  await ensure();
  expect(lines).toHaveLength(1);
  const changes = [
    ["plugin/index.ts", "two"],
    ["plugin/wire/more.ts", ""],
    ["asconfig.json", "{ }"],
    ["package-lock.json", "{ }"],
  ] as const;
  for (const [index, [path, text]] of changes.entries()) {
    put(path, text);
    await ensure();
    expect(lines).toHaveLength(index + 2);
  }
  expect(readFileSync(wasm, "utf8")).toBe("two");
});

test("one that does not compile says so, and leaves the one before", async () => {
  const { root, put, ensure, wasm } = checkout();
  await ensure();
  put("plugin/index.ts", "error");
  await expect(ensure()).rejects.toThrow("the filter does not compile:\nERROR TS1005: ';' expected.");
  await expect(ensure()).rejects.toThrow("the filter does not compile");
  expect(readFileSync(wasm, "utf8")).toBe("one");
  expect(readdirSync(join(root, "build")).sort()).toEqual(["headgate.wasm", "headgate.wasm.sources"]);
});

test("nowhere to put it", async () => {
  const { root, put, ensure } = checkout();
  put("build", "a file where the folder should be");
  await expect(ensure()).rejects.toThrow(`${join(root, "build")} cannot be written to (`);
  expect(existsSync(join(root, "build/headgate.wasm"))).toBe(false);
});
