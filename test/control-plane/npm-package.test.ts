import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { installedNpmPackage } from "../../control-plane/setup/npm-package.ts";
import { collectedLog } from "./collected-log.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const PACKAGE = { name: "@acme/agent", version: "1.2.3", size: 10 };
const FOLDER = "npm-acme-agent-1.2.3";

/** A checkout, and a path with nothing but an npm that does as `script` says with $FOLDER, the package's own. */
function machine(script: string) {
  const root = temporaryFolder();
  const bin = join(root, "bin");
  mkdirSync(bin);
  const calls = join(root, "calls");
  const npm = `#!/bin/sh
echo "$@" >> "$CALLS"
FOLDER="$3/node_modules/@acme/agent"
/bin/mkdir -p "$FOLDER"
${script}
`;
  writeFileSync(join(bin, "npm"), npm);
  chmodSync(join(bin, "npm"), 0o755);
  const install = () => installedNpmPackage(root, PACKAGE, { PATH: bin, CALLS: calls }, collectedLog().log);
  return { root, install, calls: () => (existsSync(calls) ? readFileSync(calls, "utf8") : "") };
}

const MANIFEST = `echo '{"optionalDependencies":{"@acme/agent-here":"1.2.3"}}' > "$FOLDER/package.json"`;

test("is installed once, at its version, and none of its scripts is run", async () => {
  const { root, install, calls } = machine(`${MANIFEST}; /bin/mkdir "$FOLDER-here"`);
  const folder = join(root, ".cache", FOLDER, "node_modules/@acme/agent");
  expect(await install()).toBe(folder);
  expect(calls()).toMatch(/^install .*--ignore-scripts .*@acme\/agent@1\.2\.3\n$/);
  expect(await install()).toBe(folder);
  expect(calls().split("\n")).toHaveLength(2);
  expect(readdirSync(join(root, ".cache"))).toEqual([FOLDER]);
});

test.each([
  ["no network", `echo "npm error code ENOTFOUND" >&2; exit 1`, "npm cannot install @acme/agent@1.2.3: code ENOTFOUND"],
  ["no binary for this system", MANIFEST, "@acme/agent has no package for this system"],
])("with %s", async (_, script, reason) => {
  const { root, install } = machine(script);
  await expect(install()).rejects.toThrow(reason);
  expect(readdirSync(join(root, ".cache"))).toEqual([]);
});
