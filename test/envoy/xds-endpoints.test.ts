import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { SNAPSHOT_TOKEN } from "../../contract/snapshot-token.ts";
import { checkConfig } from "../../control-plane/config/parse.ts";
import { buildPolicy, policyForNobody } from "../../control-plane/policy/build.ts";
import { PROJECT_ROOT } from "../../control-plane/process/project-root.ts";
import { createApp } from "../../control-plane/server/app.ts";
import { CurrentPolicy } from "../../control-plane/snapshot/current-policy.ts";
import { discoveryResponse } from "../../control-plane/xds/discovery.ts";
import type { EnvoyStanding } from "../../control-plane/xds/endpoints.ts";
import { MakeBeforeBreak } from "../../control-plane/xds/make-before-break.ts";
import { Polled } from "../../control-plane/xds/rest-polls.ts";
import { gatewayFilterForOthers } from "../../envoy/remote-filter.ts";
import { renderRemoteEnvoy } from "../../envoy/render.ts";
import { collectedLog } from "../control-plane/collected-log.ts";
import { MemoryLeases } from "../fixtures/memory-leases.ts";
import { type Provider, startProvider } from "../fixtures/provider/index.ts";
import { chatOnEveryWorker } from "./every-worker.ts";
import { freePort } from "./free-port.ts";
import { type Running, run } from "./process.ts";
import { until } from "./until.ts";

/** An Envoy that is told how well its targets do. */
let provider: Provider;
let envoy: Running;
let gateway: { url: string; admin: string };
let over: () => Promise<void>;

const standings = new Map<string, EnvoyStanding>();
const polled = new Polled({ standings: () => standings });
const TOKEN = "token-of-the-snapshot-channel";

beforeAll(async () => {
  provider = await startProvider();
  const [listen, admin, control] = [await freePort(), await freePort(), await freePort()];
  const url = `${provider.url}/v1`;
  const config = checkConfig(
    {
      listen: `127.0.0.1:${listen}`,
      admin: `127.0.0.1:${admin}`,
      control_plane: { listen: `127.0.0.1:${control}`, xds: true },
      providers: {
        a: { dialect: "openai", url },
        b: { dialect: "openai", url },
        name: { dialect: "openai", url: url.replace("127.0.0.1", "localhost") },
      },
      models: {
        m: {
          targets: [
            { provider: "a", model: "first" },
            { provider: "b", model: "second" },
          ],
        },
        named: { targets: [{ provider: "name" }] },
      },
    },
    "headgate.yaml",
  );
  const policy = buildPolicy(config, {});
  const clusters = new MakeBeforeBreak({ place: polled, variables: [] });
  await clusters.apply({ config, policy });
  const current = new CurrentPolicy(policy);
  const app = createApp({
    current,
    token: TOKEN,
    xds: {
      polled,
      filters: discoveryResponse("extension_configs", [gatewayFilterForOthers(config, policyForNobody(config))]),
    },
    decisions: () => ({}),
    leases: new MemoryLeases(),
    log: collectedLog().log,
    health: () => ({ source: "", warnings: [] }),
  });
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(control, "127.0.0.1", resolve));
  expect((server.address() as AddressInfo).port).toBe(control);
  const folder = mkdtempSync(join(tmpdir(), "headgate-eds-"));
  const file = join(folder, "envoy.yaml");
  writeFileSync(file, renderRemoteEnvoy(config));
  const args = ["-c", file, "--log-level", "warning", "--concurrency", "2", "--disable-hot-restart"];
  envoy = run(inject("envoy"), args, { cwd: PROJECT_ROOT, env: { [SNAPSHOT_TOKEN]: TOKEN } });
  gateway = { url: `http://127.0.0.1:${listen}`, admin: `http://127.0.0.1:${admin}` };
  over = async () => {
    clusters.close();
    polled.close();
    current.close();
    await envoy.stop();
    server.close();
    server.closeAllConnections();
    rmSync(folder, { recursive: true, force: true });
  };
  await until("it serves", async () => (await served("m").catch(() => "")) !== "");
});

afterAll(async () => {
  await over?.();
  await provider?.close();
});

/** The upstream models that answered, in all workers. */
async function served(model: string): Promise<string> {
  provider.requests.length = 0;
  const all = await chatOnEveryWorker(gateway, "openai", { model, messages: [{ role: "user", content: "Hi" }] });
  if (all.some(({ status }) => status !== 200)) return "";
  return [...new Set(provider.requests.map(({ model }) => model))].join();
}

async function say(id: string, standing: EnvoyStanding | undefined): Promise<void> {
  if (standing === undefined) standings.delete(id);
  else standings.set(id, standing);
  polled.standingsChanged();
}

const hosts = async () => await (await fetch(`${gateway.admin}/clusters`)).text();

test("a degraded target is left for the next one, and taken again when it is well", async () => {
  await until("the first answers", async () => (await served("m")) === "first");
  await say("m/a", { score: 0.2, degraded: true });
  await until("the second answers", async () => (await served("m")) === "second");
  await say("m/a", undefined);
  await until("the first answers again", async () => (await served("m")) === "first");
});

test("where all are degraded, they serve", async () => {
  await say("m/a", { score: 0.1, degraded: true });
  await say("m/b", { score: 0.1, degraded: true });
  await until("Envoy has it", async () => ((await hosts()).match(/health_flags::\/degraded/g)?.length ?? 0) >= 2);
  expect(await served("m")).toMatch(/first|second/);
  await say("m/a", undefined);
  await say("m/b", undefined);
});

test("a score is a weight, and nothing but the host's entry changes", async () => {
  const connects = async () => /target:m\/a::127\.0\.0\.1:\d+::cx_total::(\d+)/.exec(await hosts())?.[1];
  const before = await connects();
  await say("m/a", { score: 0.44, degraded: false });
  await until("Envoy has it", async () => /target:m\/a::127\.0\.0\.1:\d+::weight::4\n/.test(await hosts()));
  expect(await connects()).toBe(before);
  await say("m/a", undefined);
});

test("a target at a name has its cluster as ever", async () => {
  await until("it answers", async () => (await served("named")) === "named");
});
