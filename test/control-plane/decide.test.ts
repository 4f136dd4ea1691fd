import type { IncomingMessage, ServerResponse } from "node:http";
import { describe, expect, test } from "vitest";
import { decisionSchema } from "../../contract/decision.ts";
import { demoConfig } from "../../control-plane/config/demo-config.ts";
import { buildPolicy } from "../../control-plane/policy/build.ts";
import { createApp } from "../../control-plane/server/app.ts";
import { CurrentPolicy } from "../../control-plane/snapshot/current-policy.ts";
import { MemoryLeases } from "../fixtures/memory-leases.ts";
import { collectedLog } from "./collected-log.ts";
import { listening } from "./listening.ts";

const QUESTION = {
  decision: "judge",
  rule: "unsure",
  model: "auto",
  dialect: "openai",
  tenant: "shop",
  key: "web",
  tags: ["beta"],
  estimated_tokens: 12,
  messages: 1,
  has_tools: false,
  has_images: false,
  prompt: "the secret words of the prompt",
};

type Service = (request: IncomingMessage, response: ServerResponse) => void;

/** What the gateway gets when the decision's service does that. */
async function decide(
  service: Service,
  { question = QUESTION as object, token = "secret-token", timeout = "5s" } = {},
) {
  const asked: unknown[] = [];
  const url = await listening((request, response) => {
    request.setEncoding("utf8");
    let body = "";
    request.on("data", (chunk) => {
      body += chunk;
    });
    request.on("end", () => {
      asked.push(JSON.parse(body));
      service(request, response);
    });
  });
  const decisions = { judge: decisionSchema.parse({ url, timeout }) };
  const { log, lines } = collectedLog();
  const current = new CurrentPolicy(buildPolicy(demoConfig(), {}));
  const health = () => ({ source: "", warnings: [] });
  const leases = new MemoryLeases();
  const app = await listening(
    createApp({ current, token: "secret-token", health, decisions: () => decisions, leases, log }),
  );
  const response = await fetch(`${app}/decide`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify(question),
  });
  return { status: response.status, body: await response.json(), asked, lines };
}

const says =
  (text: string, status = 200): Service =>
  (_, response) => {
    response.writeHead(status, { "content-type": "application/json" }).end(text);
  };

test.each([
  '{"use":"small"}',
  '{"deny":"no"}',
  "{}",
  '{"tag":["vip"],"use":"small"}',
])("%s is handed on", async (answer) => {
  const { status, body, asked, lines } = await decide(says(answer));
  expect([status, body]).toEqual([200, JSON.parse(answer)]);
  expect(asked).toEqual([QUESTION]);
  expect(lines).toEqual([]);
});

describe("no answer, and a line in the log without the prompt", () => {
  test.each<[string, Service, RegExp]>([
    ["an error", says("oops", 500), /status 500/],
    ["a redirect", says("", 302), /status 302/],
    ["no JSON", says("<html>"), /not JSON/],
    ["a list", says("[]"), /no answer/],
    ["another shape", says('{"model":"small"}'), /no answer/],
    ["both", says('{"use":"small","deny":"no"}'), /no answer/],
    ["a name that is none", says('{"use":"the secret words"}'), /no answer: use/],
    ["too much", says(`{"deny":"${"x".repeat(70_000)}"}`), /65536 bytes/],
    ["nothing", (_, response) => response.destroy(), /cannot be reached/],
  ])("%s", async (_, service, line) => {
    const { status, lines } = await decide(service);
    expect(status).toBe(502);
    expect(lines.join()).toMatch(line);
    expect(lines.join()).toMatch(/^warning: decision judge, asked by rule unsure: http:/);
    expect(lines.join()).not.toContain("secret words");
  });

  test("silence", async () => {
    const { status, lines } = await decide(() => {}, { timeout: "20ms" });
    expect([status, lines.join()]).toEqual([502, expect.stringMatching(/within 0\.02s/)]);
  });
});

test("nobody but the gateway may ask", async () => {
  const { status, asked } = await decide(says("{}"), { token: "wrong" });
  expect([status, asked]).toEqual([401, []]);
});

test.each([
  ["another decision", { ...QUESTION, decision: "__proto__" }, 404],
  ["no question", { decision: "judge" }, 400],
])("%s is not asked", async (_, question, wanted) => {
  const { status, asked } = await decide(says("{}"), { question });
  expect([status, asked]).toEqual([wanted, []]);
});
