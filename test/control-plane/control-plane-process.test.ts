import { spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { join } from "node:path";
import { request } from "undici";
import { describe, expect, onTestFinished, test } from "vitest";
import { loadConfig } from "../../control-plane/config/load.ts";
import { PROJECT_ROOT } from "../../control-plane/process/project-root.ts";
import { RUN_FOLDER } from "../../control-plane/process/run-folder.ts";
import { writeAccepted } from "../../control-plane/reload/accepted.ts";
import { startControlPlane } from "../../control-plane/server/control-plane.ts";
import { collectedLog } from "./collected-log.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const TOKEN = { HEADGATE_SNAPSHOT_TOKEN: "t" };

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function configured() {
  const port = await freePort();
  const path = join(temporaryFolder(), "headgate.yaml");
  const text = (upstream: string) => `
control_plane: { listen: 127.0.0.1:${port} }
providers: { a: { dialect: openai, url: "http://127.0.0.1:1" } }
models: { m: { targets: [ { provider: a, model: ${upstream} } ] } }
`;
  writeFileSync(path, text("one"));
  const url = `http://127.0.0.1:${port}`;
  const get = async (pathname: string) => {
    const { body } = await request(url + pathname, { headers: { authorization: "Bearer t" } });
    // biome-ignore lint/suspicious/noExplicitAny: what was sent is what is tested
    return (await body.json()) as any;
  };
  return { path, text, get, port };
}

async function started(path: string | undefined, environment: Record<string, string>) {
  const { log, lines } = collectedLog();
  const running = await startControlPlane(path, { ...TOKEN, ...environment }, log);
  onTestFinished(() => running.close());
  return lines;
}

test("a change of the file is in force at the next poll", async () => {
  const { path, text, get } = await configured();
  await started(path, {});
  const first = await get("/snapshot");
  expect(first.targets[0].model).toBe("one");
  const held = get(`/snapshot?version=${first.version}`);
  writeFileSync(path, text("two"));
  expect((await held).targets[0].model).toBe("two");
});

test("a bad change shows in /healthz, and what was before stays", async () => {
  const { path, get } = await configured();
  await started(path, {});
  writeFileSync(path, "models: 1");
  await expect
    .poll(() => get("/healthz"), { timeout: 5000 })
    .toMatchObject({
      status: "ok",
      rejected: { reason: `${path}: providers: is missing\n${path}: models: expected object, received number` },
    });
  expect((await get("/snapshot")).targets[0].model).toBe("one");
});

describe("started again beside a running Envoy", () => {
  async function accepted() {
    const made = await configured();
    const folder = temporaryFolder();
    mkdirSync(folder, { recursive: true });
    const { config, source } = await loadConfig(made.path, {});
    writeAccepted(folder, { variables: [], config, source });
    return { ...made, folder };
  }

  test("takes the file's change since", async () => {
    const { path, text, get, folder } = await accepted();
    writeFileSync(path, text("two"));
    await started(undefined, { [RUN_FOLDER]: folder });
    expect((await get("/snapshot")).targets[0].model).toBe("two");
  });

  test("serves what was accepted if the file is bad by now", async () => {
    const { path, get, folder } = await accepted();
    writeFileSync(path, "nonsense");
    await started(undefined, { [RUN_FOLDER]: folder });
    expect((await get("/snapshot")).targets[0].model).toBe("one");
    expect((await get("/healthz")).rejected.reason).toContain("expected object");
  });
});

describe("does not start", () => {
  test("without the token", async () => {
    const { path } = await configured();
    await expect(startControlPlane(path, {}, collectedLog().log)).rejects.toThrow("HEADGATE_SNAPSHOT_TOKEN is not set");
  });

  test("without a provider key", async () => {
    const { path, text } = await configured();
    writeFileSync(path, text("one").replace("dialect: openai", "dialect: openai, keys: [ { secret: env:NOT_SET } ]"));
    const reason = "providers.a.keys[0].secret: the environment variable NOT_SET is not set";
    await expect(startControlPlane(path, TOKEN, collectedLog().log)).rejects.toThrow(reason);
  });

  test("on a port that is taken", async () => {
    const { path, port } = await configured();
    await started(path, {});
    const reason = `127.0.0.1:${port} is in use already: stop what listens there, or set another address in control_plane.listen`;
    await expect(startControlPlane(path, TOKEN, collectedLog().log)).rejects.toThrow(reason);
  });

  test("and leaves nothing open that would keep its process alive", async () => {
    const { path, port, text } = await configured();
    const listen = `listen: 127.0.0.1:${port}`;
    const jwt = "jwt: { issuer: i, audience: a, jwks_file: none.json }";
    writeFileSync(path, text("one").replace(listen, `${listen}, xds: true, ${jwt}`));
    const program = [join(PROJECT_ROOT, "control-plane/bin.mjs"), "control-plane", "--config", path];
    const child = spawn(process.execPath, program, { cwd: PROJECT_ROOT, env: { ...process.env, ...TOKEN } });
    onTestFinished(() => void child.kill("SIGKILL"));
    let said = "";
    child.stderr.on("data", (chunk) => {
      said += chunk;
    });
    expect(await new Promise((resolve) => child.once("close", resolve))).toBe(1);
    expect(said).toContain("control_plane.jwt.jwks_file: ");
  });
});
