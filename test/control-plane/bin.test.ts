import { chmodSync, copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { PROJECT_ROOT } from "../../control-plane/process/project-root.ts";
import { runProgram } from "../../control-plane/setup/run-program.ts";
import { temporaryFolder } from "./temporary-folder.ts";

/** A checkout with a lockfile of one package, a tsx and an npm of the test's own. */
function checkout(npm: string) {
  const root = temporaryFolder();
  const put = (path: string, content: string | object) => {
    mkdirSync(join(root, path, ".."), { recursive: true });
    writeFileSync(join(root, path), typeof content === "string" ? content : JSON.stringify(content));
  };
  const installed = (packages: object) => put("node_modules/.package-lock.json", { packages });
  put("package.json", { type: "module", engines: { node: ">=20.18.1" } });
  put("package-lock.json", {
    packages: { "": {}, "node_modules/a": A, "node_modules/t": { version: "1.0.0", dev: true } },
  });
  put("node_modules/tsx/package.json", { exports: { "./esm/api": "./api.js" }, type: "module" });
  put("node_modules/tsx/api.js", TSX);
  put("control-plane/cli.ts", "export function main(args) { console.log('main', ...args); }");
  copyFileSync(join(PROJECT_ROOT, "control-plane/bin.mjs"), join(root, "control-plane/bin.mjs"));
  put("path/npm", `#!/bin/sh\necho "$@" >> ${root}/calls\n${npm}\n`);
  chmodSync(join(root, "path/npm"), 0o755);
  const run = (...args: string[]) =>
    runProgram(process.execPath, [join(root, "control-plane/bin.mjs"), ...args], { env: { PATH: join(root, "path") } });
  const calls = () => readFileSync(join(root, "calls"), "utf8");
  return { root, put, installed, run, calls };
}

/** Stands in for tsx: what is to be loaded here is plain JavaScript under a .ts name. */
const LOADER = `export const load = (url, context, next) =>
  next(url, url.endsWith(".ts") ? { ...context, format: "module" } : context);`;
const TSX = `import module from "node:module";
export const register = () => module.register("data:text/javascript,${encodeURIComponent(LOADER)}");`;

const A = { version: "1.0.0", integrity: "sha512-a" };

describe("dependencies", () => {
  test("that fit are left alone, without those of the tests", async () => {
    const { installed, run, calls } = checkout("exit 1");
    installed({ "node_modules/a": A });
    expect(await run("start", "--config", "x")).toMatchObject({
      code: 0,
      stdout: "main start --config x\n",
      stderr: "",
    });
    expect(calls).toThrow();
  });

  const STALE: [name: string, packages: object | undefined, args: string[]][] = [
    ["nothing", undefined, ["start"]],
    ["another version", { "node_modules/a": { ...A, version: "0.9.0" } }, ["start"]],
    ["other bytes", { "node_modules/a": { ...A, integrity: "sha512-b" } }, ["start"]],
    ["a package less", {}, ["start"]],
    ["those of the tests missing", { "node_modules/a": A }, ["setup", "--for-tests"]],
  ];
  test.each(STALE)("%s: npm ci", async (_name, packages, args) => {
    const { installed, run, calls } = checkout("exit 0");
    if (packages !== undefined) installed(packages);
    expect(await run(...args)).toMatchObject({ code: 0, stderr: "headgate: installing the dependencies (npm ci)\n" });
    expect(calls()).toContain("ci");
  });

  test("npm fails", async () => {
    const { run } = checkout("echo 'npm error code ENOTFOUND' >&2; exit 1");
    const { code, stderr } = await run("start");
    expect(code).toBe(1);
    expect(stderr).toContain("headgate: npm ci failed: code ENOTFOUND\n");
  });
});

test("a Node that is too old", async () => {
  const { put, run } = checkout("exit 0");
  put("package.json", { type: "module", engines: { node: ">=999.1.0" } });
  const { code, stderr } = await run("start");
  expect(code).toBe(1);
  expect(stderr).toBe(
    `headgate: Node 999.1.0 or newer is needed, this is ${process.versions.node}: see https://nodejs.org\n`,
  );
});
