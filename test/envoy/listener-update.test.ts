import { once } from "node:events";
import { mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { type IncomingMessage, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { parse, stringify } from "yaml";
import { checkConfig } from "../../control-plane/config/parse.ts";
import { buildPolicy } from "../../control-plane/policy/build.ts";
import { PROJECT_ROOT } from "../../control-plane/process/project-root.ts";
import { renderEnvoy } from "../../envoy/render.ts";
import { type Provider, startProvider } from "../fixtures/provider/index.ts";
import { CONVERSATION, WIRE } from "../fixtures/wire/index.ts";
import { freePort } from "./free-port.ts";
import { type Running, run } from "./process.ts";
import { until } from "./until.ts";

/** The gateway as users with an Envoy of their own run it: the policy inline, its listener by file. */
let provider: Provider;
let envoy: Running;
let folder: string;
let url: string;
let admin: string;
let write: (upstreamModel: string) => void;

beforeAll(async () => {
  provider = await startProvider();
  folder = mkdtempSync(join(tmpdir(), "headgate-listener-"));
  const [listen, adminPort, control] = [await freePort(), await freePort(), await freePort()];
  admin = `127.0.0.1:${adminPort}`;
  url = `http://127.0.0.1:${listen}`;
  const render = (model: string) => {
    const config = checkConfig(
      {
        listen: `127.0.0.1:${listen}`,
        admin,
        control_plane: { listen: `127.0.0.1:${control}` },
        providers: { p: { dialect: "anthropic", url: provider.url } },
        models: { m: { targets: [{ provider: "p", model }] } },
      },
      "test",
    );
    return parse(renderEnvoy(config, buildPolicy(config, {})), { maxAliasCount: -1 });
  };
  const listenerFile = join(folder, "listener.json");
  write = (model) => {
    const [listener] = render(model).static_resources.listeners;
    const resource = { "@type": "type.googleapis.com/envoy.config.listener.v3.Listener", ...listener };
    writeFileSync(`${listenerFile}.new`, JSON.stringify({ resources: [resource] }));
    // Envoy watches for a file that is moved into place.
    renameSync(`${listenerFile}.new`, listenerFile);
  };
  write("first");
  const bootstrap = render("first");
  delete bootstrap.static_resources.listeners;
  bootstrap.node = { id: "test", cluster: "test" };
  bootstrap.dynamic_resources = { lds_config: { path_config_source: { path: listenerFile } } };
  const file = join(folder, "envoy.yaml");
  writeFileSync(file, stringify(bootstrap));
  const args = [
    "-c",
    file,
    "--concurrency",
    "2",
    "--disable-hot-restart",
    "--log-level",
    "warning",
    "--drain-time-s",
    "1",
  ];
  envoy = run(inject("envoy"), args, { cwd: PROJECT_ROOT, env: { PATH: process.env.PATH } });
  await until("the gateway answers", async () => {
    if (envoy.hasEnded()) throw new Error(envoy.output().slice(-3000));
    return (await ask().catch(() => undefined)) === 200;
  });
});

afterAll(async () => {
  await envoy?.stop();
  await provider?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A connection for each request: the old listener closes those that stay open when it has drained, which is no fault. */
async function ask(stream = false): Promise<number> {
  const body = JSON.stringify(WIRE.openai.request({ ...CONVERSATION, model: "m", stream }));
  const sent = request(url + WIRE.openai.path, { method: "POST", agent: false, timeout: 10_000 });
  sent.on("timeout", () => sent.destroy(new Error("no answer")));
  sent.end(body);
  const [response] = (await once(sent, "response")) as [IncomingMessage];
  const answer = await text(response);
  if (stream && !answer.includes("[DONE]")) throw new Error(`a stream without its end: ${answer.slice(-300)}`);
  return response.statusCode ?? 0;
}

/** Listeners and filter chains that an update has replaced and that still serve old connections. */
async function draining(): Promise<number> {
  const response = await fetch(`http://${admin}/stats?filter=listener_manager.total_.*_draining`);
  return [...(await response.text()).matchAll(/: (\d+)/g)].reduce((sum, [, count]) => sum + Number(count), 0);
}

it("takes a new configuration under traffic, again and again, and fails no request", async () => {
  let going = true;
  const statuses: (number | Error)[] = [];
  const traffic = Array.from({ length: 8 }, async (_, caller) => {
    while (going) statuses.push(await ask(caller % 2 === 0).catch((error: Error) => error));
  });
  for (const model of ["second", "third", "fourth", "fifth"]) {
    write(model);
    await until(`${model} is in force`, () => provider.requests.at(-1)?.model === model);
    // Drained: its root context is gone.
    await until("the old one is gone", async () => (await draining()) === 0);
    const seen = statuses.length;
    await until("requests go on", () => statuses.length > seen + 100);
  }
  going = false;
  await Promise.all(traffic);
  expect(statuses.filter((status) => status !== 200)).toEqual([]);
  expect(statuses.length).toBeGreaterThan(400);
});
