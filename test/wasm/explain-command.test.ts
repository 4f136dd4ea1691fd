import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import { runCommand } from "../control-plane/run-command.ts";
import { temporaryFolder } from "../control-plane/temporary-folder.ts";

const CONFIG = `
providers:
  a: { dialect: openai, url: "https://a.example/v1", keys: [ { secret: env:A_KEY } ] }
  b: { dialect: anthropic, url: "https://b.example", region: eu, keys: [ { secret: env:B_KEY } ] }
models:
  m: { targets: [ { provider: b, model: claude }, { provider: a, model: gpt } ], limits: { requests_per_minute: 7 } }
tenants: { shop: { budget: { usd_per_day: 2 } } }
keys:
  - { id: web, tenant: shop, secret: env:WEB_KEY, allow: [ m ] }
  - { id: bound, tenant: shop, secret: env:WEB_KEY_2, require: { region: eu } }
`;
const ENVIRONMENT = { A_KEY: "sk-real-a", B_KEY: "sk-real-b" };
const BODY = { model: "m", messages: [{ role: "user", content: "Hello" }], logit_bias: { "1": 2 } };

afterEach(() => {
  vi.unstubAllEnvs();
});

async function explained(request: object, ...flags: string[]) {
  const folder = temporaryFolder();
  const [config, file] = [join(folder, "headgate.yaml"), join(folder, "request.json")];
  writeFileSync(config, CONFIG);
  writeFileSync(file, JSON.stringify(request));
  const ran = await runCommand(["explain", file, "--config", config, ...flags], ENVIRONMENT);
  expect(readFileSync(file, "utf8")).toBe(JSON.stringify(request));
  return ran;
}

test("a request that is sent: to whom, in which order, and what", async () => {
  const { code, stdout, stderr } = await explained(BODY, "--key", "web", "--json");
  expect([code, stderr]).toEqual([0, ""]);
  const answer = JSON.parse(stdout);
  expect(answer).toMatchObject({
    verdict: "sent",
    key: "web",
    tenant: "shop",
    model: "m",
    dropped: ["logit_bias"],
    limits: [
      { of: "tenant shop", usd_per_day: 2 },
      { of: "model m", requests_per_minute: 7 },
    ],
    attempts: [
      { target: "m/b", url: "https://b.example/v1/messages", headers: { "x-api-key": "<B_KEY>" } },
      { target: "m/a", url: "https://a.example/v1/chat/completions", headers: { authorization: "Bearer <A_KEY>" } },
    ],
  });
  expect(JSON.parse(answer.attempts[0].body)).toMatchObject({ model: "claude", messages: [{ role: "user" }] });
  expect(stdout).not.toMatch(/sk-real|explain-/);
});

test("which targets are left out, and why", async () => {
  const { stdout } = await explained(BODY, "--key", "bound");
  expect(stdout).toContain("left out  m/a: require\n");
  const answer = JSON.parse((await explained(BODY, "--key", "bound", "--json")).stdout);
  expect(answer.left_out).toEqual([{ target: "m/a", reason: "require" }]);
  expect(new Set(answer.attempts.map(({ target }: { target: string }) => target))).toEqual(new Set(["m/b"]));
});

test("in words", async () => {
  const { stdout } = await explained(
    { path: "/v1/messages", headers: {}, body: { ...BODY, max_tokens: 5 } },
    "--key",
    "web",
  );
  expect(stdout).toMatch(/^verdict {3}sent to a provider\nkey {7}web\n/);
  expect(stdout).toContain("target 1  m/b: POST https://b.example/v1/messages\n");
});

test.each([
  [{ ...BODY, model: "other" }, ["--key", "web"], 403],
  [BODY, [], 401],
])("a request that is refused: %j %j", async (request, flags, status) => {
  const { stdout } = await explained(request, ...flags, "--json");
  expect(JSON.parse(stdout)).toMatchObject({ verdict: "refused", status, attempts: [] });
});

test("a key that is not there", async () => {
  expect(await explained(BODY, "--key", "nobody")).toMatchObject({
    code: 1,
    stderr: "headgate: --key nobody: the configuration has no such key\n",
  });
});
