import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, inject, test, vi } from "vitest";
import type { Line } from "../../control-plane/failover-test/report-line.ts";
import { PROJECT_ROOT } from "../../control-plane/process/project-root.ts";
import { runCommand } from "../control-plane/run-command.ts";
import { temporaryFolder } from "../control-plane/temporary-folder.ts";

/** `headgate failover-test` on configurations as users have them. */

interface Told {
  code: typeof process.exitCode;
  cases: Line[];
  findings: { path: string; reason: string; fatal: boolean }[];
  text: string;
}

async function failoverTest(config: string, ...args: string[]): Promise<Told> {
  const folder = temporaryFolder();
  const env = {
    ENVOY_PATH: inject("envoy"),
    TMPDIR: folder,
    OPENAI_API_KEY: "sk-real-openai",
    ANTHROPIC_API_KEY: "sk-real-anthropic",
  };
  const { code, stdout, stderr } = await runCommand(["failover-test", "--config", config, "--json", ...args], env);
  expect(stderr).not.toMatch(/^headgate:/m);
  vi.unstubAllEnvs();
  expect(readdirSync(folder), "what it leaves behind").toEqual([]);
  return { code, text: stdout + stderr, ...(JSON.parse(stdout) as Pick<Told, "cases" | "findings">) };
}

const SLOW_MACHINE_MS = 240_000;

/** What moves to the next target whatever the filter knows of failures beside it. */
const MOVES = [
  "connection refused",
  "name not found in DNS",
  "no TLS where TLS is due",
  "reset before the head",
  "reset after the head",
  "half a document",
  "500",
  "503",
  "error event before content",
  "529",
  "429",
  "401",
  "404",
  "silence before the head",
  "silence before the first token",
  "no body",
  "HTML",
  "JSON that is no answer",
];

test("the quick start's fallback fires", { timeout: SLOW_MACHINE_MS }, async () => {
  const told = await failoverTest(join(PROJECT_ROOT, "examples/quickstart/headgate.yaml"));
  expect(told.text).not.toContain("sk-real");
  const lines = told.cases.filter(({ model }) => model === "assistant");
  for (const fault of MOVES) {
    const line = lines.find((one) => one.fault === fault);
    expect(
      line?.attempts.map(({ target, met }) => `${target} ${met}`),
      fault,
    ).toEqual([expect.stringMatching(/^1 (fault|not reached)$/), "2 answered"]);
    expect(line, fault).toMatchObject({ answered_by: 2, verdict: "ok" });
    expect(line?.caller_noticed, fault).toMatch(/^(nothing|only the time, \d)/);
  }
  const asked = (fault: string) => lines.find((one) => one.fault === fault);
  expect(asked("400")).toMatchObject({
    attempts: [{ target: 1 }],
    answered_by: null,
    caller_noticed: "400: an injected 400",
    verdict: "ok",
  });
  for (const then of ["error event", "reset", "silence"]) {
    expect(asked(`${then} after content`)?.caller_noticed).toMatch(/^an error event: /);
    expect(asked(`${then} after content`)?.verdict).toBe("ok");
  }
  expect(told.cases.filter(({ verdict }) => verdict === "failed")).toEqual([]);
  expect(told.code).toBe(0);
});

test("fallbacks that cannot fire are told of, and fail it", { timeout: SLOW_MACHINE_MS }, async () => {
  const path = join(temporaryFolder(), "headgate.yaml");
  writeFileSync(
    path,
    `
providers:
  a: { dialect: openai, url: https://same.example/v1 }
  b: { dialect: openai, url: https://same.example/other }
models:
  m: { targets: [ { provider: a }, { provider: b } ] }
keys: [ { id: web, secret: env:WEB_KEY, deny: [ "b/*" ] } ]
`,
  );
  const { code, cases, findings } = await failoverTest(path, "--model", "m");
  expect(code).toBe(1);
  expect(cases.filter(({ verdict, fault }) => verdict === "failed" && fault.includes(" "))).toEqual(
    expect.arrayContaining([
      expect.objectContaining({
        fault: "connection refused",
        answered_by: null,
        reason: expect.stringContaining("all 2 targets are at https://same.example"),
      }),
    ]),
  );
  expect(cases.find(({ fault }) => fault === "500")).toMatchObject({ answered_by: 2, verdict: "ok" });
  expect(findings.filter(({ fatal }) => fatal)).toEqual([
    expect.objectContaining({ path: "models.m.targets[1]", reason: expect.stringMatching(/^is never asked: deny/) }),
  ]);
});

test("a model that there is not is a command line that makes no sense", async () => {
  const config = join(PROJECT_ROOT, "examples/quickstart/headgate.yaml");
  expect(await runCommand(["failover-test", "--config", config, "--model", "asistant"])).toEqual({
    code: 2,
    stdout: "",
    stderr:
      'headgate: --model asistant: the configuration has no such model with targets of its own (did you mean "assistant"?)\n',
  });
});
