import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Agent, request } from "undici";
import { describe, expect, onTestFinished, test } from "vitest";
import { startControlPlane } from "../../control-plane/server/control-plane.ts";
import { CAN_MAKE_CERTIFICATES, type Certificate, makeCertificate } from "../envoy/certificates.ts";
import { freePort } from "../envoy/free-port.ts";
import { collectedLog } from "./collected-log.ts";
import { temporaryFolder } from "./temporary-folder.ts";

/** The admin API in the control plane's process: its store, its first token, TLS. */
async function started({
  folder = temporaryFolder(),
  tls = "",
  tenants = "default: {}, shop: {}",
  environment = {} as Record<string, string>,
} = {}) {
  const port = await freePort();
  const path = join(folder, "headgate.yaml");
  writeFileSync(
    path,
    `
control_plane: { listen: "127.0.0.1:${port}"${tls} }
anonymous: false
tenants: { ${tenants} }
providers: { a: { dialect: openai, url: "http://127.0.0.1:1" } }
models: { m: { targets: [ { provider: a } ] } }
`,
  );
  const { log, lines } = collectedLog();
  const running = await startControlPlane(path, { HEADGATE_SNAPSHOT_TOKEN: "snapshot-token", ...environment }, log);
  let open = true;
  const stop = async () => {
    if (open) await running.close();
    open = false;
  };
  onTestFinished(stop);
  const url = `${tls === "" ? "http" : "https"}://127.0.0.1:${port}`;
  const ask = async (pathname: string, token: string, options: object = {}) => {
    const { statusCode, body } = await request(url + pathname, {
      ...(token !== "" && { headers: { authorization: `Bearer ${token}`, "content-type": "application/json" } }),
      ...options,
    });
    // biome-ignore lint/suspicious/noExplicitAny: what was sent is what is tested
    return { status: statusCode, body: (await body.json()) as any };
  };
  return { folder, lines, ask, stop };
}

const tokenIn = (folder: string) => readFileSync(join(folder, "headgate.admin-token"), "utf8").trim();
const CREATE = { method: "POST", body: JSON.stringify({ id: "web" }) };

test("a first start makes a token, in a file of the owner's, and says where and not what", async () => {
  const { folder, lines, ask } = await started();
  const token = tokenIn(folder);
  expect(statSync(join(folder, "headgate.admin-token")).mode & 0o777).toBe(0o600);
  expect(lines).toContain(`the first admin token is in ${join(folder, "headgate.admin-token")}`);
  expect(lines.join()).not.toContain(token);
  expect((await ask("/admin/v1/tokens", token)).body.items).toMatchObject([{ id: "first" }]);
});

test("with a token in the environment none is made", async () => {
  const { folder, ask } = await started({ environment: { HEADGATE_ADMIN_TOKEN: "hga-mine" } });
  expect(() => tokenIn(folder)).toThrow();
  expect((await ask("/admin/v1/tokens", "hga-mine")).body).toEqual({ items: [] });
});

test("what was made outlives the process, and is in the snapshot", async () => {
  const folder = temporaryFolder();
  const before = await started({ folder });
  const token = tokenIn(folder);
  expect((await before.ask("/admin/v1/client-keys", token, CREATE)).status).toBe(201);
  await before.stop();
  const { ask } = await started({ folder });
  expect((await ask("/admin/v1/client-keys", token)).body.items).toMatchObject([{ id: "web" }]);
  expect((await ask("/snapshot", "snapshot-token")).body.keys).toMatchObject([{ id: "web" }]);
});

test("the token of the snapshot is none of an administrator's, and the other way round", async () => {
  const { folder, ask } = await started();
  expect((await ask("/admin/v1/tokens", "snapshot-token")).status).toBe(401);
  expect((await ask("/snapshot", tokenIn(folder))).status).toBe(401);
});

test("a file that does not go with what the API made is refused at the start too, and what was before stays", async () => {
  const folder = temporaryFolder();
  const before = await started({ folder });
  const token = tokenIn(folder);
  await before.ask("/admin/v1/client-keys", token, { ...CREATE, body: JSON.stringify({ id: "web", tenant: "shop" }) });
  await before.stop();
  const { ask, lines } = await started({ folder, tenants: "default: {}" });
  const { body } = await ask("/snapshot", "snapshot-token");
  expect(body).toMatchObject({ tenants: [{ id: "default" }, { id: "shop" }], keys: [{ id: "web" }] });
  const reason = 'client-keys/web: tenant: no tenant named "shop"';
  expect(lines.join()).toContain(`version 2 of the policy stays in force: ${reason}`);
  expect((await ask("/healthz", "")).body.trouble).toBe(reason);
});

describe.skipIf(!CAN_MAKE_CERTIFICATES)("with TLS (needs the openssl of OpenSSL 3)", () => {
  test("a client certificate of the authority's does in place of the snapshot's token", async () => {
    const folder = temporaryFolder();
    const authority = makeCertificate(folder, "authority", "DNS:authority.test");
    const server = makeCertificate(folder, "server", "IP:127.0.0.1", authority);
    const client = makeCertificate(folder, "client", "DNS:client.test", authority);
    const stranger = makeCertificate(folder, "stranger", "DNS:stranger.test");
    const tls = `, tls: { certificate: ${server.cert}, key: ${server.key}, client_ca: ${authority.cert} }`;
    const { ask } = await started({ tls });
    const by = (one?: Certificate) => {
      const own = one && { cert: readFileSync(one.cert), key: readFileSync(one.key) };
      const dispatcher = new Agent({ connect: { ca: readFileSync(authority.cert), ...own } });
      onTestFinished(() => dispatcher.close());
      return { dispatcher };
    };
    expect((await ask("/snapshot", "", by())).status).toBe(401);
    expect((await ask("/snapshot", "", by(stranger))).status).toBe(401);
    expect((await ask("/snapshot", "snapshot-token", by())).status).toBe(200);
    expect((await ask("/snapshot", "", by(client))).status).toBe(200);
    // Who an administrator is, a certificate does not say.
    expect((await ask("/admin/v1/tokens", "", by(client))).status).toBe(401);
  });
});

test("another master key takes over what the one before had sealed, which can go then", async () => {
  const [before, now] = [1, 2].map((byte) => Buffer.alloc(32, byte).toString("base64")) as [string, string];
  const HEADGATE_ADMIN_TOKEN = "hga-admin";
  const provided = async (environment: Record<string, string>, folder?: string) =>
    started({ ...(folder !== undefined && { folder }), environment: { HEADGATE_ADMIN_TOKEN, ...environment } });
  const sent = async ({ ask }: Awaited<ReturnType<typeof started>>) =>
    (await ask("/snapshot", "snapshot-token")).body.providers[0].keys;

  const first = await provided({ HEADGATE_MASTER_KEY: before });
  const key = { method: "POST", body: JSON.stringify({ id: "k", provider: "a", secret: "sk-sealed" }) };
  expect((await first.ask("/admin/v1/provider-keys", HEADGATE_ADMIN_TOKEN, key)).status).toBe(201);
  await first.stop();
  const second = await provided({ HEADGATE_MASTER_KEY: now, HEADGATE_MASTER_KEY_PREVIOUS: before }, first.folder);
  expect(await sent(second)).toMatchObject([{ value: "sk-sealed" }]);
  await second.stop();
  const third = await provided({ HEADGATE_MASTER_KEY: now }, first.folder);
  expect(await sent(third)).toMatchObject([{ value: "sk-sealed" }]);
});
