import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, test, vi } from "vitest";
import { main } from "../../control-plane/cli.ts";
import { PROJECT_ROOT } from "../../control-plane/process/project-root.ts";
import { runProgram } from "../../control-plane/setup/run-program.ts";
import { temporaryFolder } from "./temporary-folder.ts";

/** Runs in this process: a new one for each case would take half a second. */
async function headgate(args: string[], env: Record<string, string> = {}) {
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  const written = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const) {
    vi.spyOn(process[name], "write").mockImplementation((text) => {
      written[name] += String(text);
      return true;
    });
  }
  process.exitCode = 0;
  await main(args);
  const code = process.exitCode;
  process.exitCode = 0;
  return { code, ...written };
}

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

const CASES: [args: string[], line: string][] = [
  [[], "which command? see headgate --help"],
  [["strat"], 'no command "strat" (did you mean "start"?); see headgate --help'],
  [["check", "--confg", "x"], 'headgate check knows no flag --confg (did you mean "config"?); see headgate --help'],
  [["check", "x.yaml"], 'headgate check takes no argument "x.yaml"; see headgate --help'],
  [["check", "--config"], "--config needs a value: --config path; see headgate --help"],
  [["setup", "--for-tests=yes"], "--for-tests takes no value; see headgate --help"],
  [["demo-provider", "--listen", "10081"], '--listen 10081: expected "host:port"'],
];
test.each(CASES)("makes no sense: %j", async (args, line) => {
  expect(await headgate(args)).toEqual({ code: 2, stdout: "", stderr: `headgate: ${line}\n` });
});

test("the door passes the command line on, and the exit code back", async () => {
  const door = join(PROJECT_ROOT, "control-plane/bin.mjs");
  const { code, stderr } = await runProgram(process.execPath, [door, "strat"]);
  expect([code, stderr]).toEqual([2, `headgate: ${CASES[1]?.[1]}\n`]);
});

test("--version says what package.json says", async () => {
  const { version } = JSON.parse(readFileSync(join(PROJECT_ROOT, "package.json"), "utf8"));
  expect(await headgate(["--version"])).toEqual({ code: 0, stdout: `${version}\n`, stderr: "" });
});

test("--help names every command", async () => {
  const { code, stdout } = await headgate(["--help"]);
  expect(code).toBe(0);
  for (const name of ["start", "render", "check", "setup", "control-plane", "demo-provider"]) {
    expect(stdout).toContain(`\n  ${name} [--`);
  }
});

describe("with a file", () => {
  const GOOD = `
providers: { a: { dialect: openai, url: "https://a.example", keys: [ { secret: env:NOT_SET } ] } }
models: { m: { targets: [ { provider: a } ] } }
rules: [ { deny: "no" } ]
`;
  function file(text: string): string {
    const path = join(temporaryFolder(), "my.yaml");
    writeFileSync(path, text);
    return path;
  }

  test("check", async () => {
    const path = file(GOOD);
    expect(await headgate(["check"], { HEADGATE_CONFIG: path })).toEqual({
      code: 0,
      stdout: `${path}: ok: 1 model, 1 target, 0 client keys; anonymous callers are served\n`,
      stderr: "warning: providers.a.keys[0].secret: the environment variable NOT_SET is not set\n",
    });
  });

  test("render", async () => {
    const out = join(temporaryFolder(), "envoy.yaml");
    const path = file(GOOD);
    const shown = await headgate(["render", `--config=${path}`]);
    expect((await headgate(["render", "--config", path, "--out", out])).code).toBe(0);
    expect(shown.stdout).toBe(readFileSync(out, "utf8"));
    expect(shown.stdout).toContain("host_env_keys: [HEADGATE_SNAPSHOT_TOKEN, NOT_SET]");
  });

  test.each(["check", "render", "start", "control-plane"])("%s says what is wrong", async (command) => {
    const path = file(GOOD.replace("provider: a", "provider: b"));
    const { code, stderr } = await headgate([command, "--config", path], { HEADGATE_SNAPSHOT_TOKEN: "t" });
    expect(code).toBe(1);
    expect(stderr).toBe(`headgate: ${path}: models.m.targets[0].provider: no provider named "b"\n`);
  });

  test("start demands the provider keys", async () => {
    const { code, stderr } = await headgate(["start", "--config", file(GOOD)]);
    expect(code).toBe(1);
    expect(stderr).toBe("headgate: providers.a.keys[0].secret: the environment variable NOT_SET is not set\n");
  });
});
