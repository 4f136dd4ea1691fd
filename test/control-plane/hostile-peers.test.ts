import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { request } from "undici";
import { afterAll, beforeAll, expect, it } from "vitest";
import { PROJECT_ROOT } from "../../control-plane/process/project-root.ts";

/** Nothing that a peer sends, without any token, ends the control plane. */
let child: ChildProcess;
let port: number;
let folder: string;

beforeAll(async () => {
  const reserved = createServer();
  await new Promise<void>((resolve) => reserved.listen(0, "127.0.0.1", resolve));
  port = (reserved.address() as AddressInfo).port;
  await new Promise((resolve) => reserved.close(resolve));
  folder = mkdtempSync(join(tmpdir(), "headgate-"));
  const path = join(folder, "headgate.yaml");
  writeFileSync(
    path,
    `control_plane: { listen: "127.0.0.1:${port}", xds: true }
providers: { a: { dialect: openai, url: "http://127.0.0.1:1" } }
models: { m: { targets: [ { provider: a } ] } }
`,
  );
  const program = [join(PROJECT_ROOT, "control-plane/bin.mjs"), "control-plane", "--config", path];
  const env = { ...process.env, HEADGATE_SNAPSHOT_TOKEN: "t" };
  child = spawn(process.execPath, program, { cwd: PROJECT_ROOT, env, stdio: "ignore" });
  while (!(await isUp()) && child.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 100));
}, 90_000);

afterAll(() => {
  child.kill("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});

async function isUp(): Promise<boolean> {
  try {
    const { statusCode, body } = await request(`http://127.0.0.1:${port}/healthz`, { headersTimeout: 20_000 });
    await body.dump();
    return statusCode === 200;
  } catch {
    return false;
  }
}

/** Sends bytes, and takes what comes first; empty where nothing comes for so many milliseconds. */
function send(bytes: Uint8Array | string, patience: number): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    let said = "";
    const end = () => {
      socket.destroy();
      resolve(said);
    };
    socket.on("data", (chunk) => {
      said += chunk.toString("latin1");
      end();
    });
    socket.on("error", end);
    socket.on("close", end);
    socket.setTimeout(patience, end);
    socket.write(bytes);
  });
}

const UPGRADE = "Host: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n";
const WEBSOCKET = "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
const TARGETS = [
  "//",
  "///",
  "http://",
  "http://[",
  "//[::",
  "/admin/v1/events",
  "/admin//v1/events",
  "*",
  "%",
  "/%ff",
];

it.each(
  TARGETS.flatMap((target) => [[target, ""] as const, [target, WEBSOCKET] as const]),
)("an upgrade of %j %j is refused", async (target, more) => {
  const said = await send(`GET ${target} HTTP/1.1\r\n${UPGRADE}${more}\r\n`, 30_000);
  expect(said).toMatch(/^HTTP\/1\.1 4\d\d /);
  expect(await isUp()).toBe(true);
});

it("bytes of any kind leave it where it is", async () => {
  const paths = [
    "/snapshot",
    "/telemetry",
    "/leases",
    "/decide",
    "/judge",
    "/v3/discovery:clusters",
    "/admin/v1/policy",
    "//",
  ];
  for (let seed = 1; seed <= 150; seed++) await send(hostile(seed, paths[seed % paths.length] as string), 200);
  expect(child.exitCode).toBeNull();
  expect(await isUp()).toBe(true);
}, 120_000);

/** A request that is broken in one place or in many; the same for the same seed. */
function hostile(seed: number, path: string): Uint8Array {
  let state = seed;
  const draw = (below: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  const method = ["GET", "POST", "PUT", "CONNECT", "OPTIONS", "PRI", "\0"][draw(7)];
  const upgrade = draw(2) === 0 ? UPGRADE : "Host: x\r\n";
  const length = ["", "Content-Length: 5\r\n", "Content-Length: -1\r\n", "Transfer-Encoding: chunked\r\n"][draw(4)];
  const body = ["", "{", '{"a":1}', "zz\r\n", "0\r\n\r\n"][draw(5)];
  const whole = Buffer.from(`${method} ${path} HTTP/1.1\r\n${upgrade}${length}\r\n${body}`, "latin1");
  for (let flips = draw(4); flips > 0; flips--) whole[draw(whole.length)] = draw(256);
  return whole;
}
