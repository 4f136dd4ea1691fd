import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { type JudgeConfig, judgeSchema } from "../../../contract/judge.ts";
import { checkConfig } from "../../../control-plane/config/parse.ts";
import { Judge } from "../../../control-plane/health/judge.ts";
import { TargetHealth } from "../../../control-plane/health/target-health.ts";
import { buildPolicy } from "../../../control-plane/policy/build.ts";
import { createApp } from "../../../control-plane/server/app.ts";
import { CurrentPolicy } from "../../../control-plane/snapshot/current-policy.ts";
import { until } from "../../envoy/until.ts";
import { MemoryLeases } from "../../fixtures/memory-leases.ts";
import { collectedLog } from "../collected-log.ts";
import { listening } from "../listening.ts";

const FILE = {
  providers: { a: { dialect: "openai", url: "http://a.test/v1" } },
  models: { m: { targets: [{ provider: "a" }] } },
};
const policy = buildPolicy(checkConfig(FILE, "test"), {});
const CASE = { target: "m/a", model: "m", prompt: "the secret question", answer: "the secret answer" };

type Act = (response: ServerResponse) => void;
const says =
  (text: string, status = 200): Act =>
  (response) =>
    void response.writeHead(status).end(text);

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** A control plane beside a judge that acts as it is told. */
async function beside(act: Act, { timeout = "5s", known = true } = {}) {
  const service = { act, asked: [] as unknown[] };
  const url = await listening(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    service.asked.push(JSON.parse(Buffer.concat(chunks).toString()));
    service.act(response);
  });
  const { log, lines } = collectedLog();
  const targetHealth = new TargetHealth({ policy: () => policy });
  const config: JudgeConfig | undefined = known ? judgeSchema.parse({ url, timeout }) : undefined;
  const judge = new Judge({ config: () => config, targetHealth, log });
  closing.push(() => judge.close());
  const app = createApp({
    current: new CurrentPolicy(policy),
    token: "t",
    health: () => ({ source: "test", warnings: [], ...(judge.counts && { judge: judge.counts }) }),
    decisions: () => ({}),
    leases: new MemoryLeases(),
    judge,
    log,
  });
  const own = await listening(app);
  const post = async (found: unknown = CASE, token = "t") => {
    const { status } = await fetch(`${own}/judge`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
      body: typeof found === "string" ? found : JSON.stringify(found),
    });
    return status;
  };
  const counts = async () => ((await (await fetch(`${own}/healthz`)).json()) as { judge?: object }).judge;
  const counted = (wanted: object) =>
    until(
      `the counts are ${JSON.stringify(wanted)}`,
      async () => JSON.stringify(await counts()) === JSON.stringify(wanted),
    );
  const judged = () => targetHealth.known().find(({ id }) => id === "m/a")?.rates.judged;
  return { service, post, counts, counted, judged, lines, judge };
}

describe("POST /judge", () => {
  test("hands a case to the judge, and its verdict to the target", async () => {
    const { service, post, counted, judged, lines } = await beside(says('{"score":0.25}'));
    expect(await post()).toBe(202);
    await counted({ judged: 1, failed: 0, dropped: 0 });
    expect(service.asked).toEqual([CASE]);
    expect(judged()).toBeCloseTo(0.25);
    service.act = says('{"score":0.75}');
    expect(await post()).toBe(202);
    await counted({ judged: 2, failed: 0, dropped: 0 });
    expect(judged()).toBeCloseTo(0.5, 1);
    expect(lines).toEqual([]);
  });

  test.each([
    ["no JSON", "{"],
    ["no case", { target: "m/a" }],
    ["more than a case", { ...CASE, key: "k" }],
  ])("refuses %s", async (_, found) => {
    const { service, post } = await beside(says('{"score":1}'));
    expect(await post(found)).toBe(400);
    expect(service.asked).toEqual([]);
  });

  test("refuses what is longer than the filter makes it", async () => {
    const { post } = await beside(says('{"score":1}'));
    expect(await post({ ...CASE, answer: "x".repeat(200_000) })).toBe(413);
    expect(await post({ ...CASE, prompt: "\u0001".repeat(8192), answer: "\u0001".repeat(8192) })).toBe(202);
  });

  test("needs the gateway's token", async () => {
    const { service, post } = await beside(says('{"score":1}'));
    expect(await post(CASE, "wrong")).toBe(401);
    expect(service.asked).toEqual([]);
  });

  test("asks nobody where the configuration knows no judge any more", async () => {
    const { service, post, counts } = await beside(says('{"score":1}'), { known: false });
    expect(await post()).toBe(202);
    expect([service.asked, await counts()]).toEqual([[], undefined]);
  });

  test("knows nothing of a target that is none", async () => {
    const { post, counted, judged } = await beside(says('{"score":0}'));
    await post({ ...CASE, target: "gone/a" });
    await counted({ judged: 1, failed: 0, dropped: 0 });
    expect(judged()).toBeUndefined();
  });
});

describe("a judge without a verdict counts for nothing, and is named once", () => {
  test.each<[string, Act, RegExp]>([
    ["an error", says("the secret answer", 500), /answered with status 500$/],
    ["a redirect", (response) => void response.writeHead(307, { location: "http://b.test" }).end(), /status 307$/],
    ["no JSON", says("the secret answer"), /not JSON$/],
    ["another shape", says('{"score":"the secret answer"}'), /no verdict: score$/],
    ["too high a score", says('{"score":1.5}'), /no verdict: score$/],
    ["no score", says('{"the secret answer":1}'), /no verdict: /],
    ["too much", says(`{"score":1,"x":"${"x".repeat(70_000)}"}`), /65536 bytes$/],
    ["a closed connection", (response) => void response.destroy(), /cannot be reached/],
  ])("%s", async (_, act, line) => {
    const { service, post, counted, judged, lines } = await beside(act);
    for (let i = 1; i <= 3; i++) {
      await post();
      await counted({ judged: 0, failed: i, dropped: 0 });
    }
    expect(judged()).toBeUndefined();
    expect(lines).toEqual([expect.stringMatching(line)]);
    expect(lines[0]).toMatch(/^warning: health\.judge: /);
    expect(lines[0]).not.toContain("secret");
    service.act = says('{"score":1}');
    await post();
    await counted({ judged: 1, failed: 3, dropped: 0 });
    service.act = act;
    await post();
    await counted({ judged: 1, failed: 4, dropped: 0 });
    expect(lines, "after it had been well").toHaveLength(2);
  });

  test("silence", async () => {
    const { post, counted, lines } = await beside(() => {}, { timeout: "20ms" });
    await post();
    await counted({ judged: 0, failed: 1, dropped: 0 });
    expect(lines).toEqual([expect.stringMatching(/within 0\.02s$/)]);
  });
});

test("four are before the judge at one time, and the others are dropped and counted", async () => {
  const open: ServerResponse[] = [];
  const { service, post, counted } = await beside((response) => void open.push(response));
  for (let i = 0; i < 10; i++) expect(await post()).toBe(202);
  await counted({ judged: 0, failed: 0, dropped: 6 });
  await until("four wait", () => open.length === 4);
  for (const response of open) response.end('{"score":1}');
  await counted({ judged: 4, failed: 0, dropped: 6 });
  service.act = says('{"score":1}');
  await post();
  await counted({ judged: 5, failed: 0, dropped: 6 });
});

test("a verdict is not waited for when the control plane ends", async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { log, lines } = collectedLog();
  const judge = new Judge({
    config: () => judgeSchema.parse({ url }),
    targetHealth: new TargetHealth({ policy: () => policy }),
    log,
  });
  const asked = once(server, "request");
  const heard = judge.hear(CASE);
  await asked;
  judge.close();
  await heard;
  expect([lines, judge.counts]).toEqual([[], { judged: 0, failed: 0, dropped: 0 }]);
  server.closeAllConnections();
  server.close();
});

describe("health.judge", () => {
  const problems = (judge: object) => () => checkConfig({ ...FILE, health: { judge } }, "test");

  test("has defaults, and only its part reaches the filter", () => {
    const config = checkConfig({ ...FILE, health: { judge: { url: "http://judge.test" } } }, "test");
    expect(config.health.judge).toEqual({ url: "http://judge.test", sample: 0.01, timeout: "30s" });
    expect(buildPolicy(config, {}).judge).toEqual({ sample: 0.01 });
    expect(policy).not.toHaveProperty("judge");
  });

  test.each<[object, RegExp]>([
    [{}, /health\.judge\.url/],
    [{ url: "ftp://judge.test" }, /health\.judge\.url.*expected an http/],
    [{ url: "http://judge.test", sample: 0 }, /health\.judge\.sample.*greater than 0/],
    [{ url: "http://judge.test", sample: 1.1 }, /health\.judge\.sample.*at most 1/],
    [{ url: "http://judge.test", timeout: "0s" }, /health\.judge\.timeout.*longer than 0s/],
    [{ url: "http://judge.test", samples: 1 }, /sample/],
  ])("%j is refused", (judge, reason) => {
    expect(problems(judge)).toThrow(reason);
  });
});
