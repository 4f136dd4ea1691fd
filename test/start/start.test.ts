import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { request } from "undici";
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { stringify } from "yaml";
import { DIALECTS } from "../../contract/dialect.ts";
import { chatAlone } from "../envoy/every-worker.ts";
import { freePort } from "../envoy/free-port.ts";
import type { GatewayConfig } from "../envoy/gateway.ts";
import { OFFICIAL } from "../envoy/official-clients.ts";
import { everyDialect } from "../envoy/providers.ts";
import { underTraffic } from "../envoy/traffic.ts";
import { until } from "../envoy/until.ts";
import { type Provider, startProvider } from "../fixtures/provider/index.ts";
import { REPLY, textOf } from "../fixtures/wire/index.ts";
import { type Launched, launch, processOf } from "./launch.ts";
import { descendantsOf, isAlive } from "./processes.ts";

/** `npm start`, as somebody at a terminal has it. */
let provider: Provider;
let folder: string;

beforeAll(async () => {
  provider = await startProvider();
});

afterAll(() => provider?.close());

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "headgate-start-"));
  const made = folder;
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
});

interface Addresses {
  listen: string;
  control_plane: { listen: string };
  admin: string;
}

async function freeAddresses(): Promise<Addresses> {
  const at = async () => `127.0.0.1:${await freePort()}`;
  return { listen: await at(), control_plane: { listen: await at() }, admin: await at() };
}

const portsOf = ({ listen, control_plane, admin }: Addresses) =>
  [listen, control_plane.listen, admin].map((address) => Number(address.split(":")[1]));

function writeConfig(name: string, config: object): string {
  const path = join(folder, name);
  writeFileSync(path, stringify(config));
  return path;
}

/** Ends with the test. */
function begin(args: string[], environment: Record<string, string> = {}): Launched {
  const launched = launch(args, folder, environment);
  onTestFinished(() => launched.end());
  return launched;
}

/** A gateway with one model. */
async function started(more: Partial<GatewayConfig> = {}, environment: Record<string, string> = {}) {
  const addresses = await freeAddresses();
  const models = { m: { targets: [{ provider: "anthropic" }] } };
  const config = { ...addresses, providers: everyDialect(provider), models, ...more };
  const path = writeConfig(`${addresses.listen.split(":")[1]}.yaml`, config);
  const launched = begin(["--config", path], environment);
  const lines = await launched.ready();
  return { launched, lines, addresses, config, path, gateway: { url: `http://${addresses.listen}` } };
}

async function statusOf(url: string): Promise<number> {
  const { statusCode, body } = await request(url, { signal: AbortSignal.timeout(5000) });
  await body.dump();
  return statusCode;
}

async function isServed(gateway: { url: string }): Promise<boolean> {
  const body = { model: "m", messages: [{ role: "user", content: "Hi" }] };
  return chatAlone(gateway, "openai", body).then(
    ({ status }) => status === 200,
    () => false,
  );
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}

const run = promisify(execFile);
const hasCurl = await run("curl", ["--version"]).then(
  () => true,
  () => false,
);

/** Runs the printed line as it stands, in a shell that knows what the launcher knew. */
async function runCurl(lines: string[], environment: Record<string, string> = {}): Promise<unknown> {
  const line = lines.find((one) => one.startsWith("curl "));
  const env = { PATH: process.env.PATH, ...environment };
  const { stdout } = await run("sh", ["-c", `${line} --silent --max-time 20`], { env });
  return JSON.parse(stdout);
}

describe("when it says that it is ready", () => {
  test("it is, and says where", async () => {
    const { lines, addresses, path } = await started();
    expect(lines).toEqual(
      expect.arrayContaining([
        expect.stringMatching(new RegExp(`^gateway +http://${addresses.listen}$`)),
        expect.stringMatching(new RegExp(`^control plane +http://${addresses.control_plane.listen}$`)),
        expect.stringMatching(new RegExp(`^Envoy's admin +http://${addresses.admin}$`)),
        expect.stringContaining(path),
      ]),
    );
    expect(await statusOf(`http://${addresses.listen}/v1/models`)).toBe(200);
    expect(await statusOf(`http://${addresses.control_plane.listen}/healthz`)).toBe(200);
    expect(await statusOf(`http://${addresses.admin}/ready`)).toBe(200);
  });

  const answer = { choices: [{ message: { content: textOf(REPLY) } }] };
  const none = { id: "none", secret: "env:NONE", allow: [] };
  const some = { id: "some", secret: "env:SOME", allow: ["*"], deny: ["a*"] };
  const hashed = { id: "hashed", secret_sha256: "0".repeat(64) };
  const environment = { NONE: "key-for-nothing", SOME: "key-for-some" };

  test.skipIf(!hasCurl).each<{ what: string; keys: GatewayConfig["keys"] }>([
    { what: "without keys", keys: [] },
    { what: "with a key that may not use the first model", keys: [hashed, some] },
    { what: "with a key that may use nothing, and another", keys: [none, some] },
  ])("its curl line works as printed, $what (needs curl)", async ({ keys }) => {
    const models = {
      "a-model": { targets: [{ provider: "anthropic" }] },
      "it's": { targets: [{ provider: "ollama" }] },
    };
    const { lines } = await started({ keys, models }, environment);
    expect(await runCurl(lines, environment)).toMatchObject(answer);
  });
});

describe("it stops every process that it started", () => {
  test.each<{ what: string; stop(launched: Launched): void }>([
    { what: "on Ctrl-C", stop: (launched) => launched.interrupt() },
    {
      what: "on Ctrl-C twice",
      stop: (launched) => {
        launched.interrupt();
        launched.interrupt();
      },
    },
    { what: "on SIGTERM to it alone", stop: (launched) => launched.signal("SIGTERM") },
  ])("$what", async ({ stop }) => {
    const { launched, addresses } = await started();
    const processes = await descendantsOf(launched.pid);
    expect(processes.map(({ command }) => command)).toEqual(
      expect.arrayContaining([expect.stringMatching(/envoy/), expect.stringMatching(/control-plane$/)]),
    );
    stop(launched);
    expect(await launched.ended()).toBe(0);
    expect(processes.filter(({ pid }) => isAlive(pid))).toEqual([]);
    for (const port of portsOf(addresses)) expect(await isFree(port), `port ${port} is free`).toBe(true);
    // Nothing was wrong.
    expect(launched.output()).not.toMatch(/started again|error/i);
  });

  test("on Ctrl-C before it is ready", async () => {
    const addresses = await freeAddresses();
    const models = { m: { targets: [{ provider: "anthropic" }] } };
    const path = writeConfig("headgate.yaml", { ...addresses, providers: everyDialect(provider), models });
    const launched = begin(["--config", path]);
    const isStarting = async () =>
      (await descendantsOf(launched.pid)).some(({ command }) => /control-plane$/.test(command));
    await until("it starts its processes", isStarting);
    const processes = await descendantsOf(launched.pid);
    launched.interrupt();
    expect(await launched.ended()).toBe(0);
    expect(processes.filter(({ pid }) => isAlive(pid))).toEqual([]);
    for (const port of portsOf(addresses)) expect(await isFree(port), `port ${port} is free`).toBe(true);
  });
});

describe("what is killed comes back", () => {
  test("the control plane, and the gateway goes on serving", async () => {
    const { launched, gateway, addresses } = await started();
    const controlPlane = await processOf(launched, /control-plane$/);
    await underTraffic(gateway, { model: "m", headers: {} }, async () => {
      process.kill(controlPlane, "SIGKILL");
      await until("it is gone", () => !isAlive(controlPlane));
      const isBack = () =>
        statusOf(`http://${addresses.control_plane.listen}/healthz`).then(
          (status) => status === 200,
          () => false,
        );
      await until("the control plane is back", isBack);
    });
    expect(await processOf(launched, /control-plane$/)).not.toBe(controlPlane);
    expect(launched.output()).toMatch(/control plane ended \(SIGKILL\); started again/);
  });

  test("Envoy, and with it the policy that was in force", async () => {
    const { launched, gateway, config, path } = await started();
    const models = { m: { targets: [{ provider: "anthropic", model: "changed" }] } };
    writeFileSync(path, stringify({ ...config, models }));
    const isChanged = async () => (await isServed(gateway)) && provider.requests.at(-1)?.model === "changed";
    await until("the change is in force", isChanged);
    const envoy = await processOf(launched, /envoy.* -c /);
    process.kill(envoy, "SIGKILL");
    await until("it is gone", () => !isAlive(envoy));
    provider.requests.length = 0;
    await until("the gateway serves again", () => isServed(gateway));
    expect(await processOf(launched, /envoy.* -c /)).not.toBe(envoy);
    expect(launched.output()).toMatch(/Envoy ended \(SIGKILL\); started again/);
    expect(provider.requests.map(({ model }) => model)).toEqual(["changed"]);
  });
});

test("with a store that is damaged it serves by the last policy that was in force, and says what to do", async () => {
  const environment = { HEADGATE_ADMIN_TOKEN: "admin-token-of-the-tests-0123456789" };
  const first = await started({ anonymous: false }, environment);
  const made = await request(`http://${first.addresses.control_plane.listen}/admin/v1/client-keys`, {
    method: "POST",
    headers: { authorization: `Bearer ${environment.HEADGATE_ADMIN_TOKEN}`, "content-type": "application/json" },
    body: JSON.stringify({ id: "web", allow: ["m"] }),
  });
  const { secret } = (await made.body.json()) as { secret: string };
  await first.launched.end();

  writeFileSync(join(folder, "headgate.db"), "no database");
  const again = begin(["--config", first.path], environment);
  await again.ready();
  const chat = (headers: Record<string, string>) =>
    chatAlone(first.gateway, "openai", { model: "m", messages: [{ role: "user", content: "Hi" }] }, headers);
  // Envoy has the file's policy until its first poll is answered.
  await until("the key is known", async () => (await chat({ authorization: `Bearer ${secret}` })).status === 200);
  expect((await chat({})).status).toBe(401);
  expect(again.output()).toMatch(/headgate\.db: is no SQLite database, or is damaged: restore a backup/);
  expect(again.output()).toMatch(/the policy of \S+ is in force until the store can be opened/);
});

describe("what it cannot start, it says in one line", () => {
  const models = { m: { targets: [{ provider: "anthropic" }] } };

  async function refused(config: object | string, environment: Record<string, string> = {}): Promise<string[]> {
    const path = join(folder, "headgate.yaml");
    writeFileSync(path, typeof config === "string" ? config : stringify(config));
    const launched = begin(["--config", path], environment);
    expect(await launched.ended()).toBe(1);
    expect(await descendantsOf(launched.pid)).toEqual([]);
    return launched.output().replaceAll(path, "headgate.yaml").trimEnd().split("\n");
  }

  test.each([
    { fields: ["listen"] },
    { fields: ["listen", "control_plane.listen", "admin"] },
  ])("what is in use already: $fields", async ({ fields }) => {
    const addresses = await freeAddresses();
    const ports = new Map(
      ["listen", "control_plane.listen", "admin"].map((field, index) => [field, portsOf(addresses)[index]]),
    );
    const wanted = [];
    for (const field of fields) {
      const taken = createServer();
      await new Promise<void>((resolve) => taken.listen(ports.get(field), "127.0.0.1", resolve));
      onTestFinished(() => void taken.close());
      const [port, file] = [`127.0.0.1:${ports.get(field)}`, "headgate.yaml"];
      wanted.push(
        `${port} is in use already.*: stop what listens there, or set another address in ${field} of ${file}`,
      );
    }
    const lines = await refused({ ...addresses, providers: everyDialect(provider), models });
    expect(lines).toEqual(wanted.map((line) => expect.stringMatching(new RegExp(`^headgate: ${line}$`))));
  });

  test.each<{ what: string; config: object | string; line: RegExp }>([
    {
      what: "a provider that is not there",
      config: { providers: {}, models },
      line: /models\.m\.targets\[0\]\.provider: .*anthropic/,
    },
    { what: "a field that is not known", config: { models: {}, providers: {}, lisen: "x" }, line: /lisen: .*listen/ },
    {
      what: "a wrong value",
      config: { listen: "here", providers: { a: { dialect: "openai", url: "http://a" } }, models: {} },
      line: /listen: expected "host:port"/,
    },
    { what: "no YAML", config: "providers: [", line: /:\d+:\d+: / },
    {
      what: "a provider key that is not in the environment",
      config: {
        providers: { anthropic: { dialect: "anthropic", url: "http://a", keys: [{ secret: "env:NOT_THERE" }] } },
        models,
      },
      line: /providers\.anthropic\.keys\[0\]\.secret: the environment variable NOT_THERE is not set/,
    },
  ])("$what", async ({ config, line }) => {
    const [first, ...more] = await refused(config);
    expect(more).toEqual([]);
    expect(first).toMatch(/^headgate: /);
    expect(first).toMatch(line);
  });

  test("a file that is not there", async () => {
    const launched = begin(["--config", join(folder, "nothing.yaml")]);
    expect(await launched.ended()).toBe(1);
    expect(launched.output()).toMatch(/^headgate: .*nothing\.yaml.*\n$/);
  });
});

test("two gateways run side by side", async () => {
  const [one, two] = await Promise.all([
    started({ models: { m: { targets: [{ provider: "anthropic", model: "one" }] } } }),
    started({ models: { m: { targets: [{ provider: "ollama", model: "two" }] } } }),
  ]);
  const modelBehind = async (gateway: { url: string }) => {
    await OFFICIAL.openai(gateway.url, "none").whole("m");
    return provider.requests.at(-1)?.model;
  };
  expect([await modelBehind(one.gateway), await modelBehind(two.gateway)]).toEqual(["one", "two"]);
  one.launched.interrupt();
  expect(await one.launched.ended()).toBe(0);
  for (const _ of Array(8)) expect(await modelBehind(two.gateway)).toBe("two");
});

describe("with no file and no keys", async () => {
  const ports = [10000, 10080, 9901, 10081];
  const areFree = (await Promise.all(ports.map(isFree))).every(Boolean);
  const hasOllama = !(await isFree(11434));

  test.skipIf(!areFree || hasOllama)(
    "the demo answers in every dialect, streamed too, the same each time (needs its usual ports, and no Ollama)",
    async () => {
      const launched = begin([]);
      const lines = await launched.ready();
      expect(lines.join("\n")).toMatch(/^configuration +.*demo/m);
      const url = "http://127.0.0.1:10000";
      for (const dialect of DIALECTS) {
        for (const model of ["demo", ...DIALECTS.map((name) => `demo-${name}`)]) {
          const client = OFFICIAL[dialect](url, "none");
          const answers = [
            ...[await client.whole(model), await client.whole(model)],
            ...[await client.stream(model), await client.stream(model)],
          ];
          expect(answers[0]?.text).toMatch(/Headgate demo provider.*And kana\?/);
          expect(answers[0]?.outputTokens).toBeGreaterThan(0);
          for (const one of answers) expect(one).toEqual(answers[0]);
        }
        expect(await OFFICIAL[dialect](url, "none").models()).toContain("demo");
      }
      if (hasCurl) expect(JSON.stringify(await runCurl(lines))).toContain("Headgate demo provider");
      const processes = await descendantsOf(launched.pid);
      launched.interrupt();
      expect(await launched.ended()).toBe(0);
      expect(processes.filter(({ pid }) => isAlive(pid))).toEqual([]);
      for (const port of ports) expect(await isFree(port), `port ${port} is free`).toBe(true);
    },
  );
});
