import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, test, vi } from "vitest";
import { runProgram } from "../../../control-plane/setup/run-program.ts";
import { runCommand } from "../run-command.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { adminApi, ROOT } from "./admin-api.ts";

afterEach(() => {
  vi.unstubAllEnvs();
});

async function commandLine() {
  const api = await adminApi();
  const run = (...args: string[]) =>
    runCommand(args, { HEADGATE_ADMIN_URL: api.url, HEADGATE_ADMIN_TOKEN: ROOT, HEADGATE_ADMIN_TOKEN_FILE: "" });
  const file = (text: string) => {
    const path = join(temporaryFolder(), "managed.yaml");
    writeFileSync(path, text);
    return path;
  };
  return { ...api, run, file };
}

describe("keys", () => {
  test("created with its secret on stdout, listed, rotated and revoked", async () => {
    const { run, live } = await commandLine();
    const made = await run(
      "keys",
      "create",
      "web",
      "--tenant",
      "shop",
      "--allow",
      "m,gpt-*",
      "--requests-per-minute",
      "5",
    );
    expect(made).toMatchObject({ code: 0, stderr: "" });
    expect(made.stdout).toMatch(/^web {2}hg-[\w-]{43}\n$/);
    const inForce = live.current.policy.keys.find(({ id }) => id === "web");
    expect(inForce).toMatchObject({ tenant: "shop", allow: ["m", "gpt-*"], limits: { requests_per_minute: 5 } });

    const { stdout: listed } = await run("keys", "list");
    expect(listed).toBe(
      "ID       TENANT  STATE   SOURCE  MODELS\nof-file  shop    active  file    *\nweb      shop    active  api     m,gpt-*\n",
    );
    const rotated = await run("keys", "rotate", "web", "--overlap", "30m");
    expect(rotated.stdout).toMatch(/^web {2}hg-[\w-]{43}\nthe secret before is good until 20\S+Z\n$/);
    expect(rotated.stdout).not.toContain(made.stdout.trim());
    expect(await run("keys", "revoke", "web")).toEqual({ code: 0, stdout: "web is revoked\n", stderr: "" });
    expect(live.current.policy.keys.map(({ id }) => id)).toEqual(["of-file"]);
  });

  test("as JSON", async () => {
    const { run } = await commandLine();
    const made = JSON.parse((await run("keys", "create", "web", "--json")).stdout);
    expect(made).toMatchObject({ id: "web", secret: expect.stringMatching(/^hg-/) });
    expect(JSON.parse((await run("keys", "list", "--json")).stdout)).toHaveLength(2);
    expect(JSON.parse((await run("keys", "revoke", "web", "--json")).stdout)).toEqual({ id: "web", revoked: true });
  });

  test("what is refused, with its path", async () => {
    const { run } = await commandLine();
    expect(await run("keys", "create", "web", "--tenant", "shopp")).toEqual({
      code: 1,
      stdout: "",
      stderr: 'headgate: Not valid: tenant: no tenant named "shopp" (did you mean "shop"?)\n',
    });
    expect(await run("keys", "revoke", "nobody")).toMatchObject({
      code: 1,
      stderr: 'headgate: There is no such thing: no client key "nobody"\n',
    });
  });
});

describe("policy", () => {
  const DOCUMENT = "rules: [ { id: no, deny: no way, when: { tenant: shop } } ]\n";

  test("diff, apply, versions, roll back", async () => {
    const { run, file, live } = await commandLine();
    const path = file(DOCUMENT);
    const line = '+ /rules/no  {"when":{"tenant":["shop"]},"deny":"no way","position":1}\n';
    expect(await run("policy", "diff", path)).toEqual({ code: 0, stdout: line, stderr: "" });
    expect(live.current.policy.rules).toHaveLength(1);
    expect((await run("policy", "apply", path)).stdout).toBe(`${line}in force as version 1\n`);
    expect((await run("policy", "apply", path)).stdout).toBe("nothing to change\n");
    await run("policy", "apply", file("rules: []"));
    expect(live.current.policy.rules).toHaveLength(1);
    expect((await run("policy", "diff", "2", "1")).stdout).toBe(line);
    expect((await run("policy", "rollback", "1")).stdout).toBe(`${line}in force as version 3\n`);
    expect(live.current.policy.rules).toHaveLength(2);
    expect((await run("policy", "versions")).stdout).toMatch(
      /^VERSION .*\n3 .*policy\.rollback policy\/1\n2 .*\n1 .*\n$/,
    );
  });

  test("check says what a file would come to", async () => {
    const { run, file } = await commandLine();
    const good =
      "providers: { a: { dialect: openai, url: 'http://a' } }\nmodels: { m: { targets: [ { provider: a } ] } }\n";
    expect((await run("policy", "check", file(good))).stdout).toContain("- /file/keys/of-file");
    const bad = file(good.replace("provider: a", "provider: b"));
    const expected = {
      code: 1,
      stdout: "",
      stderr: `headgate: ${bad}: models.m.targets[0].provider: no provider named "b"\n`,
    };
    expect(await run("policy", "check", bad)).toEqual(expected);
    expect(await run("policy", "check", bad, "--offline")).toEqual(expected);
    expect((await run("policy", "check", file(good), "--offline")).stdout).toContain("ok: 1 model");
  });
});

test("audit verify says whether the log is whole, and holds it to a head that was noted", async () => {
  const { run, ask } = await commandLine();
  await ask("POST", "/client-keys", { body: { id: "web" } });
  const { code, stdout } = await run("audit", "verify");
  const [, head = ""] = /^whole: 1 entries; head (1:[0-9a-f]{64})\n$/.exec(stdout) ?? [];
  expect([code, head]).toEqual([0, expect.stringMatching(/^1:/)]);
  expect((await run("audit", "verify", "--head", head)).code).toBe(0);
  const other = await run("audit", "verify", "--head", `1:${"0".repeat(64)}`);
  expect([other.code, other.stderr]).toEqual([1, expect.stringContaining("the audit log is not whole: entry 1")]);
});

const SENSELESS: [args: string[], says: string][] = [
  [["keys"], "which one: keys create, keys list, keys rotate, keys revoke? see headgate keys --help"],
  [["keys", "crate"], 'no command "keys crate" (did you mean "keys create"?); see headgate --help'],
  [["keys", "rotate"], "headgate keys rotate needs <id>; see headgate --help"],
  [["keys", "rotate", "a", "b"], 'headgate keys rotate takes no argument "b"; see headgate --help'],
  [["keys", "create", "--usd-per-day", "x"], "--usd-per-day x: expected a number"],
  [["keys", "list", "--url", "nonsense"], "--url nonsense: expected an http:// or https:// URL"],
  [["audit", "verify", "--head", "1"], "--head 1: expected sequence:hash"],
  [["completion", "cmd"], 'no completion for "cmd": it is there for bash, zsh, fish'],
];
test.each(SENSELESS)("makes no sense: %j", async (args, says) => {
  const { code, stderr } = await runCommand(args, { HEADGATE_ADMIN_TOKEN: ROOT });
  expect([code, stderr]).toEqual([2, `headgate: ${says}\n`]);
});

test("no token goes to another machine in the clear", async () => {
  const { code, stderr } = await runCommand(["keys", "list", "--url", "http://gateway.example"], {
    HEADGATE_ADMIN_TOKEN: ROOT,
  });
  expect([code, stderr]).toEqual([1, expect.stringContaining("in the clear: use https://")]);
});

test("a control plane that is not there, and a token that is not", async () => {
  const env = { HEADGATE_ADMIN_TOKEN: ROOT, HEADGATE_ADMIN_URL: "http://127.0.0.1:9" };
  expect((await runCommand(["keys", "list"], env)).stderr).toContain("no control plane answers at http://127.0.0.1:9");
  const none = { HEADGATE_ADMIN_TOKEN: "", HEADGATE_ADMIN_TOKEN_FILE: "/nowhere" };
  expect((await runCommand(["keys", "list"], none)).stderr).toBe(
    "headgate: /nowhere: holds no admin token, or cannot be read\n",
  );
});

test("the token's file will do", async () => {
  const { url } = await commandLine();
  const path = join(temporaryFolder(), "token");
  writeFileSync(path, `${ROOT}\n`);
  const { code } = await runCommand(["keys", "list", "--url", url, "--token-file", path], { HEADGATE_ADMIN_TOKEN: "" });
  expect(code).toBe(0);
});

test("--help of a command, and of a group", async () => {
  expect((await runCommand(["keys", "create", "--help"])).stdout).toMatch(
    /^headgate keys create \[id\] \[--tenant name\]/,
  );
  const { stdout } = await runCommand(["keys", "--help"]);
  expect(stdout).toContain("\n  keys revoke <id> [--url URL]");
  expect(stdout).not.toContain("policy apply");
});

test("bash completes commands, their second words and their flags", async () => {
  const { stdout: script } = await runCommand(["completion", "bash"]);
  const complete = async (...words: string[]) => {
    const line = ["headgate", ...words].map((word) => `'${word}'`).join(" ");
    const program = `${script}\nCOMP_WORDS=(${line}); COMP_CWORD=${words.length}; _headgate; echo "\${COMPREPLY[*]}"`;
    return (await runProgram("bash", ["-c", program])).stdout.trim();
  };
  expect(await complete("pol")).toBe("policy");
  expect(await complete("keys", "r")).toBe("rotate revoke");
  expect(await complete("keys", "rotate", "--o")).toBe("--overlap");
  expect(await complete("keys", "rotate", "web", "--o")).toBe("--overlap");
});
