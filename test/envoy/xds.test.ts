import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { request } from "undici";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { SNAPSHOT_TOKEN } from "../../contract/snapshot-token.ts";
import { PROJECT_ROOT } from "../../control-plane/process/project-root.ts";
import { answers, type Provider, startProvider } from "../fixtures/provider/index.ts";
import { chatOnEveryWorker } from "./every-worker.ts";
import { freePort } from "./free-port.ts";
import type { GatewayConfig } from "./gateway.ts";
import { expectInTime } from "./in-time.ts";
import { type Running, run } from "./process.ts";
import { underTraffic } from "./traffic.ts";
import { until } from "./until.ts";

/** Two Envoys that get their clusters and routes from one control plane, by REST. */
let provider: Provider;
let folder: string;
let control: string;
let path: string;
let controlPlane: Running;
/** In the file; each Envoy is at others. */
let addresses: { listen: string; admin: string };
const envoys: { url: string; admin: string; running: Running }[] = [];

const TOKEN = "token-of-the-snapshot-channel";
const ENVIRONMENT = {
  PATH: process.env.PATH,
  [SNAPSHOT_TOKEN]: TOKEN,
  HEADGATE_ADMIN_TOKEN: "hga-token-of-the-test",
  PROVIDER_KEY: "sk-of-the-provider",
};
const TRAFFIC = { model: "steady", headers: {} };
const BIN = join(PROJECT_ROOT, "control-plane/bin.mjs");

function write(
  providers: GatewayConfig["providers"] = {},
  models: GatewayConfig["models"] = {},
  more: Partial<GatewayConfig> = {},
): void {
  const config = {
    ...addresses,
    control_plane: { listen: control, xds: true },
    anonymous: true,
    providers: {
      steady: { dialect: "anthropic", url: provider.url, keys: [{ secret: "env:PROVIDER_KEY" }] },
      ...providers,
    },
    models: { steady: { targets: [{ provider: "steady" }] }, ...models },
    ...more,
  };
  writeFileSync(path, JSON.stringify(config));
}

async function startControlPlane(): Promise<void> {
  controlPlane = run(process.execPath, [BIN, "control-plane", "--config", path], { cwd: folder, env: ENVIRONMENT });
  const isUp = async () => (await request(`http://${control}/healthz`)).statusCode === 200;
  await until("the control plane is up", () => isUp().catch(() => false));
}

const at = async () => `127.0.0.1:${await freePort()}`;

/** From the file that `headgate render` wrote, at other addresses. */
async function startEnvoy(name: string, rendered: string): Promise<void> {
  const [listen, admin] = [await at(), await at()];
  const port = (address: string) => `port_value: ${address.split(":").at(-1)}`;
  const yaml = rendered.replace(port(addresses.listen), port(listen)).replace(port(addresses.admin), port(admin));
  const file = join(folder, `${name}.yaml`);
  writeFileSync(file, yaml);
  const args = ["-c", file, "--service-node", name, "--log-level", "warning", "--concurrency", "2"];
  const running = run(inject("envoy"), [...args, "--disable-hot-restart"], { cwd: PROJECT_ROOT, env: ENVIRONMENT });
  envoys.push({ url: `http://${listen}`, admin: `http://${admin}`, running });
}

const statuses = async (model: string) => {
  const body = { model, messages: [{ role: "user", content: "Hi" }] };
  const all = await Promise.all(envoys.map((envoy) => chatOnEveryWorker(envoy, "openai", body)));
  return [...new Set(all.flat().map(({ status }) => status))].join();
};

const health = async () =>
  (await (await request(`http://${control}/healthz`)).body.json()) as {
    policy: string;
    rejected?: { reason: string };
  };

beforeAll(async () => {
  provider = await startProvider(answers({}, { delayMs: 2 }));
  folder = mkdtempSync(join(tmpdir(), "headgate-rest-"));
  path = join(folder, "headgate.yaml");
  control = await at();
  addresses = { listen: await at(), admin: await at() };
  write();
  await startControlPlane();
  const { stdout } = await promisify(execFile)(process.execPath, [BIN, "render", "--config", path], {
    env: ENVIRONMENT,
  });
  expect(stdout).not.toContain("steady");
  await Promise.all(["one", "other"].map((name) => startEnvoy(name, stdout)));
  await until("both serve", () => statuses("steady").then((all) => all === "200"));
});

afterAll(async () => {
  await Promise.all([...envoys.map(({ running }) => running?.stop()), controlPlane?.stop()]);
  await provider?.close();
  rmSync(folder, { recursive: true, force: true });
});

test("a provider and a model come and go while both serve; no request is lost", async () => {
  const [one] = envoys;
  await underTraffic(one!, TRAFFIC, async () => {
    write({ more: { dialect: "openai", url: `${provider.url}/v1` } }, { more: { targets: [{ provider: "more" }] } });
    const since = performance.now();
    await until("both serve it", async () => (await statuses("more")) === "200");
    expectInTime(since, 2000);
    write();
    await until("both do no more", async () => (await statuses("more")) === "404");
  });
});

test("from the moment that one worker knows a model, it is served", async () => {
  for (let n = 0; n < 5; n++) {
    write({}, { [`new-${n}`]: { targets: [{ provider: "steady" }] } });
    const met = new Set<string>();
    await until("both serve it", async () => {
      const now = await statuses(`new-${n}`);
      met.add(now);
      return now === "200";
    });
    expect([...met].join()).not.toMatch(/50\d/);
  }
});

test("pages are let in and shut out without a restart", async () => {
  const preflight = { origin: "https://ui.example", "access-control-request-method": "POST" };
  const asked = async () => {
    const ask = async ({ url }: { url: string }) =>
      (await fetch(`${url}/v1/chat/completions`, { method: "OPTIONS", headers: preflight })).status;
    return (await Promise.all(envoys.map(ask))).join();
  };
  expect(await asked()).toBe("405,405");
  await underTraffic(envoys[0]!, TRAFFIC, async () => {
    write({}, {}, { cors: { allow_origins: ["https://*.example", "https://ui.example"] } });
    await until("they are in", async () => (await asked()) === "200,200");
    write();
    await until("they are out", async () => (await asked()) === "405,405");
  });
});

test("what one Envoy refuses changes nothing, and the operator is told", async () => {
  const { policy } = await health();
  const bad = { dialect: "openai", url: "https://127.0.0.1:1/v1", ca: "/nothing/here.pem" } as const;
  await underTraffic(envoys[0]!, TRAFFIC, async () => {
    write({ bad }, { more: { targets: [{ provider: "bad" }] } });
    await until("it is refused", async () => (await health()).rejected !== undefined);
    expect((await health()).rejected?.reason).toMatch(/Envoy did not take/);
    expect((await health()).policy).toBe(policy);
    expect(await statuses("more")).toBe("404");
    write({}, { more: { targets: [{ provider: "steady" }] } });
    await until("the next is served", async () => (await statuses("more")) === "200");
  });
});

test("both go on without the control plane, and take what changed when it is back", async () => {
  write();
  await until("as in the beginning", async () => (await statuses("more")) === "404");
  await underTraffic(envoys[0]!, TRAFFIC, async () => {
    await controlPlane.kill();
    write({}, { more: { targets: [{ provider: "steady" }] } });
    expect(await statuses("steady")).toBe("200");
    await startControlPlane();
    await until("it is served", async () => (await statuses("more")) === "200");
  });
});

test("who has no token gets nothing, and no secret shows", async () => {
  for (const kind of ["clusters", "routes", "extension_configs"]) {
    const ask = (headers: Record<string, string>) =>
      request(`http://${control}/v3/discovery:${kind}`, {
        method: "POST",
        headers: { "content-type": "application/json", ...headers },
        body: JSON.stringify({ node: { id: "stranger" } }),
      });
    const refused = await ask({});
    expect(refused.statusCode).toBe(401);
    await refused.body.dump();
    const answer = await ask({ authorization: `Bearer ${TOKEN}` });
    expect(answer.statusCode).toBe(200);
    expect(await answer.body.text()).not.toMatch(/sk-of-the-provider|hga-|token-of/);
  }
  for (const { admin, running } of envoys) {
    const dump = await (await fetch(`${admin}/config_dump`)).text();
    for (const secret of [TOKEN, "sk-of-the-provider"]) {
      expect(dump).not.toContain(secret);
      expect(running.output()).not.toContain(secret);
    }
  }
  expect(readFileSync(join(folder, "one.yaml"), "utf8")).not.toContain(TOKEN);
});
