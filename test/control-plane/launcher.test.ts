import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, onTestFinished, test } from "vitest";
import { demoConfig } from "../../control-plane/config/demo-config.ts";
import { parseConfig } from "../../control-plane/config/parse.ts";
import { banner } from "../../control-plane/launcher/banner.ts";
import { demandFreePorts } from "../../control-plane/launcher/free-ports.ts";
import { Supervised } from "../../control-plane/launcher/supervised.ts";
import { untilReady } from "../../control-plane/launcher/until-ready.ts";
import { buildPolicy } from "../../control-plane/policy/build.ts";
import { collectedLog } from "./collected-log.ts";
import { listening } from "./listening.ts";

function node(script: string, name = "a program") {
  const { log, lines } = collectedLog();
  const one = new Supervised(
    { name, program: process.execPath, args: ["-e", script], cwd: ".", env: process.env },
    log,
  );
  onTestFinished(() => one.stop());
  return { one, lines };
}

describe("a supervised process", () => {
  test("is started again when it dies", async () => {
    const { one, lines } = node("setInterval(() => {}, 1000)");
    const first = one.pid;
    process.kill(first ?? 0, "SIGKILL");
    await expect.poll(() => one.pid, { timeout: 5000 }).not.toBe(first);
    await expect.poll(() => one.pid, { timeout: 5000 }).toBeGreaterThan(0);
    expect(lines).toEqual(["warning: a program ended (SIGKILL); started again after 0.2 s"]);
  });

  test("that cannot be prepared is tried again, and nothing else ends", async () => {
    const { log, lines } = collectedLog();
    let starts = 0;
    const prepare = () => {
      if (++starts === 2) throw new Error("the disk is full");
    };
    const script = "setInterval(() => {}, 1000)";
    const program = { name: "it", program: process.execPath, args: ["-e", script], cwd: ".", env: process.env };
    const one = new Supervised({ ...program, prepare }, log);
    onTestFinished(() => one.stop());
    process.kill(one.pid ?? 0, "SIGKILL");
    await expect.poll(() => starts, { timeout: 20_000 }).toBe(3);
    await expect.poll(() => one.pid, { timeout: 20_000 }).toBeGreaterThan(0);
    expect(lines.join()).toContain("the disk is full");
  });

  test("is not started again once stopped", async () => {
    const { one, lines } = node("setInterval(() => {}, 1000)");
    await one.stop();
    expect(one.pid).toBeUndefined();
    expect(lines).toEqual([]);
  });
});

describe("ready", () => {
  test("when everything answers", async () => {
    const good = await listening((_request, response) => response.end());
    const other = await listening((_request, response) => response.writeHead(404).end());
    const { one } = node("setInterval(() => {}, 1000)");
    await untilReady([{ url: good }, { url: other, any: true }], [one]);
  });

  test("never, if a process ends before: its last words are the reason", async () => {
    const { one } = node(
      "console.error('all is well'); console.error('[critical] no such file'); process.exit(3)",
      "Envoy",
    );
    const ready = untilReady([{ url: "http://127.0.0.1:1" }], [one]);
    await expect(ready).rejects.toThrow("Envoy did not start (exit 3)\n[critical] no such file");
  });

  test("never, if a program is not there", async () => {
    const { log } = collectedLog();
    const one = new Supervised({ name: "Envoy", program: "/no/such", args: [], cwd: ".", env: {} }, log);
    onTestFinished(() => one.stop());
    await expect(untilReady([{ url: "http://127.0.0.1:1" }], [one])).rejects.toThrow(
      "Envoy did not start (spawn /no/such ENOENT)",
    );
  });
});

test("each port that is taken is named with its field, and its holder where that can be seen", async () => {
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void taken.close());
  const address = `127.0.0.1:${(taken.address() as AddressInfo).port}`;
  const asked = demandFreePorts([
    { address, setBy: "listen of a.yaml" },
    { address: "192.0.2.1:1", setBy: "admin of a.yaml" },
  ]);
  const error = await asked.catch((caught: Error) => caught);
  const [first, second, ...rest] = String((error as Error).message).split("\n");
  const by = process.platform === "linux" ? ` by .* \\(pid ${process.pid}\\)` : ".*";
  expect(first).toMatch(
    new RegExp(
      `^${address} is in use already${by}: stop what listens there, or set another address in listen of a.yaml$`,
    ),
  );
  expect(second).toBe("192.0.2.1:1 is no address of this machine: set one in admin of a.yaml");
  expect(rest).toEqual([]);
});

const ENVOY = { binary: "/usr/bin/envoy", version: "1.40.1", by: "PATH" } as const;

test("the banner names the Envoy that runs, its version, and how it was found", () => {
  const config = demoConfig();
  const shown = banner(config, buildPolicy(config, {}), { kind: "demo" }, ENVOY);
  expect(shown).toMatch(/^ {2}Envoy +\/usr\/bin\/envoy \(1\.40\.1, found on PATH\)$/m);
});

describe("the banner's curl line", () => {
  const curl = (text: string, environment: Record<string, string> = {}) => {
    const config = parseConfig(text, "headgate.yaml");
    const shown = banner(config, buildPolicy(config, environment), { kind: "file", path: "headgate.yaml" }, ENVOY);
    return shown
      .split("\n")
      .find((line) => line.includes("curl "))
      ?.trim();
  };
  const PROVIDERS = 'providers: { a: { dialect: openai, url: "http://a" } }\n';

  test("without keys", () => {
    const config = demoConfig();
    const shown = banner(config, buildPolicy(config, {}), { kind: "demo" }, ENVOY);
    expect(shown).toContain(
      `curl http://127.0.0.1:10000/v1/chat/completions -H 'Content-Type: application/json' -d '{"model":"demo","messages":[{"role":"user","content":"Hello"}]}'`,
    );
  });

  test("with a key in the environment: its variable, and a model that it may use", () => {
    const line = curl(
      `${PROVIDERS}models: { x: { targets: [ { provider: a } ] }, "y-*": { targets: [ { provider: a } ] }, z-1: { targets: [ { provider: a } ] } }
keys: [ { id: k, secret: env:MY_KEY, allow: [ "z-?" ] } ]
listen: "[::]:8080"`,
      { MY_KEY: "secret" },
    );
    expect(line).toBe(
      `curl http://[::1]:8080/v1/chat/completions -H "Authorization: Bearer $MY_KEY" -H 'Content-Type: application/json' -d '{"model":"z-1","messages":[{"role":"user","content":"Hello"}]}'`,
    );
  });

  test("with a key known by its hash alone: a placeholder", () => {
    const text = `${PROVIDERS}models: { x: { targets: [ { provider: a } ] } }\nkeys: [ { id: k, secret_sha256: ${"a".repeat(64)} } ]`;
    expect(curl(text)).toContain('-H "Authorization: Bearer $YOUR_KEY"');
  });
});
