import { createHash } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { expect, test } from "vitest";
import { installedPythonClients } from "../../control-plane/setup/python-clients.ts";
import { collectedLog } from "./collected-log.ts";
import { temporaryFolder } from "./temporary-folder.ts";

/** A checkout that pins two packages, and a path with nothing but what a test puts there. */
function machine() {
  const root = temporaryFolder();
  const bin = join(root, "bin");
  const cache = join(root, ".cache");
  mkdirSync(bin);
  mkdirSync(join(root, "test/clients/python"), { recursive: true });
  const pins = join(root, "test/clients/python/requirements.txt");
  const pin = (text: string) => writeFileSync(pins, text);
  pin("openai==3.1.0 --hash=sha256:aa\n");
  const calls = join(root, "calls");
  const { log } = collectedLog();
  const install = () => installedPythonClients(root, { PATH: bin, CALLS: calls }, log);
  const folderFor = (python: string) => {
    const digest = createHash("sha256").update(readFileSync(pins)).digest("hex").slice(0, 12);
    return join(cache, `python-clients-${digest}-python-${python}`);
  };
  return { bin, cache, calls: () => (existsSync(calls) ? readFileSync(calls, "utf8") : ""), install, folderFor, pin };
}

/** A Python whose pip makes the folder behind --target, or fails with a message. */
function python(path: string, { version = "3.12", pip = true, fails = "" } = {}): void {
  const lines = `
case "$*" in
  -c*) echo ${version} ;;
  "-m pip --version") exit ${pip ? 0 : 1} ;;
  *)
    echo "$@" >> "$CALLS"
    while [ "$1" != --target ]; do shift; done
    /bin/mkdir -p "$2"
    ${fails === "" ? "" : `echo '${fails}' >&2; exit 1`} ;;
esac`;
  writeFileSync(path, `#!/bin/sh${lines}\n`);
  chmodSync(path, 0o755);
}

test("are installed once, from the pinned requirements", async () => {
  const { bin, cache, calls, install, folderFor } = machine();
  python(join(bin, "python3"));
  const installed = { python: "python3", folder: folderFor("3.12") };
  expect(await install()).toEqual(installed);
  expect(calls()).toMatch(/--require-hashes .*--requirement \S+\/test\/clients\/python\/requirements\.txt\n$/);
  const before = calls();
  expect(await install()).toEqual(installed);
  expect(calls()).toBe(before);
  expect(readdirSync(cache)).toEqual([basename(folderFor("3.12"))]);
});

test("are installed again for another Python", async () => {
  const { bin, install, folderFor } = machine();
  python(join(bin, "python3"));
  await install();
  python(join(bin, "python3"), { version: "3.13" });
  expect(await install()).toEqual({ python: "python3", folder: folderFor("3.13") });
});

test("are installed again where a version or a hash is another", async () => {
  const { bin, calls, install, folderFor, pin } = machine();
  python(join(bin, "python3"));
  await install();
  pin("openai==3.1.0 --hash=sha256:bb\n");
  expect(await install()).toEqual({ python: "python3", folder: folderFor("3.12") });
  expect(calls().trim().split("\n")).toHaveLength(2);
});

test("that are there serve without pip", async () => {
  const { bin, calls, install, folderFor } = machine();
  mkdirSync(folderFor("3.12"), { recursive: true });
  python(join(bin, "python3"), { pip: false });
  expect(await install()).toEqual({ python: "python3", folder: folderFor("3.12") });
  expect(calls()).toBe("");
});

test.each([
  ["no Python", () => {}, "Python 3.10 or newer is needed to fetch PyPI's clients, there is none: "],
  ["an old one", { version: "3.9" }, "Python 3.10 or newer is needed to fetch PyPI's clients, there is 3.9: "],
  ["no pip", { pip: false }, "python3 has no pip, which fetches PyPI's clients: "],
  ["no network", { fails: "NewConnectionError" }, "pip cannot reach its package index to fetch PyPI's clients: "],
  [
    "no package",
    { fails: "ERROR: No matching distribution" },
    "there is no wheel for each line of test/clients/python/requirements.txt for this system",
  ],
  [
    "another file under the pinned name",
    { fails: "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE." },
    "its SHA-256 is another, and nothing was installed",
  ],
])("with %s", async (_, options, reason) => {
  const { bin, cache, install } = machine();
  if (typeof options === "object") python(join(bin, "python3"), options);
  const failed = install();
  await expect(failed).rejects.toThrow(reason);
  await expect(failed).rejects.toThrow("do without: their tests are skipped");
  expect(readdirSync(cache)).toEqual([]);
});
