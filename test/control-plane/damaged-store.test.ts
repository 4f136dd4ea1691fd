import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import SQLite from "libsql";
import { request } from "undici";
import { describe, expect, onTestFinished, test } from "vitest";
import { startControlPlane } from "../../control-plane/server/control-plane.ts";
import { freePort } from "../envoy/free-port.ts";
import { collectedLog } from "./collected-log.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const TOKEN = "admin-token-of-the-tests-0123456789";

/** A control plane in a folder, which can be started there again. */
function place() {
  const folder = temporaryFolder();
  const file = join(folder, "headgate.db");
  const start = async () => {
    const port = await freePort();
    const config = join(folder, "headgate.yaml");
    writeFileSync(
      config,
      `
control_plane: { listen: "127.0.0.1:${port}" }
anonymous: false
tenants: { shop: {} }
providers: { a: { dialect: openai, url: "http://127.0.0.1:1" } }
models: { m: { targets: [ { provider: a } ] } }
`,
    );
    const { log, lines } = collectedLog();
    const environment = { HEADGATE_SNAPSHOT_TOKEN: "t", HEADGATE_ADMIN_TOKEN: TOKEN };
    const running = await startControlPlane(config, environment, log);
    let open = true;
    const stop = async () => {
      if (open) await running.close();
      open = false;
    };
    onTestFinished(stop);
    const ask = async (path: string, method: "GET" | "POST" = "GET", sent?: object) => {
      const authorization = `Bearer ${path.startsWith("/admin") ? TOKEN : "t"}`;
      const { statusCode, body } = await request(`http://127.0.0.1:${port}${path}`, {
        method,
        headers: { authorization, "content-type": "application/json" },
        ...(sent && { body: JSON.stringify(sent) }),
      });
      // biome-ignore lint/suspicious/noExplicitAny: what was sent is what is tested
      return { status: statusCode, body: (await body.json()) as any };
    };
    const keys = async () => (await ask("/snapshot")).body.keys.map(({ id }: { id: string }) => id).sort();
    const makeKey = (id: string) => ask("/admin/v1/client-keys", "POST", { id, tenant: "shop", allow: ["*"] });
    return { lines, stop, ask, keys, makeKey };
  };
  return { folder, file, start };
}

/** One that ran, with a client key of the API's and a provider key that the store alone has; and a copy of its store. */
async function ran() {
  const there = place();
  const first = await there.start();
  expect((await first.makeKey("web")).status).toBe(201);
  const provider = await first.ask("/admin/v1/provider-keys", "POST", {
    id: "own",
    provider: "a",
    secret: "sk-of-the-store",
  });
  expect(provider.status).toBe(201);
  await first.stop();
  const backup = join(there.folder, "backup.db");
  copyFileSync(there.file, backup);
  return { ...there, backup };
}

const size = (file: string) => statSync(file).size;

const DAMAGES: [name: string, damage: (file: string) => void, said: RegExp][] = [
  ["cut to nothing", (file) => truncateSync(file, 0), /is empty, and held \d+ changes: restore a backup, or delete it/],
  [
    "cut in its first page",
    (file) => truncateSync(file, 1000),
    /is (damaged|no SQLite database, or is damaged): restore a backup/,
  ],
  ["without its last pages", (file) => truncateSync(file, size(file) - 3 * 4096), /is damaged: restore a backup/],
  [
    "of zeros",
    (file) => writeFileSync(file, Buffer.alloc(size(file))),
    /is no SQLite database, or is damaged: restore/,
  ],
  [
    "with zeros in the middle",
    (file) => writeFileSync(file, readFileSync(file).fill(0, 4096, 10 * 4096)),
    /is damaged: restore a backup/,
  ],
  [
    "of garbage",
    (file) => writeFileSync(file, "garbage ".repeat(4000)),
    /is no SQLite database, or is damaged: restore/,
  ],
  [
    "of another program",
    (file) => {
      rmSync(file);
      const other = new SQLite(file);
      other.exec("CREATE TABLE cookies (name TEXT)");
      other.close();
    },
    /is a database of another program: name another file/,
  ],
  [
    "that is a folder",
    (file) => {
      rmSync(file);
      mkdirSync(file);
    },
    /cannot be opened: EISDIR/,
  ],
  ...(process.getuid?.() === 0
    ? []
    : ([["that may not be read", (file) => chmodSync(file, 0), /cannot be opened/]] satisfies typeof DAMAGES)),
];

describe("a store", () => {
  test.each(
    DAMAGES,
  )("%s leaves its last policy in force, and is taken back once it is mended", async (_name, damage, said) => {
    const { file, backup, start } = await ran();
    damage(file);
    const { lines, ask, keys, makeKey } = await start();
    const snapshot = (await ask("/snapshot")).body;
    expect(await keys()).toEqual(["web"]);
    expect(snapshot.providers[0].keys).toMatchObject([{ value: "sk-of-the-store" }]);
    expect(lines.join("\n")).toMatch(said);
    expect(lines.join("\n")).toMatch(/the policy of \S+ is in force until the store can be opened/);
    expect((await ask("/healthz")).body).toMatchObject({ status: "ok", trouble: expect.stringMatching(said) });
    const refused = await makeKey("late");
    expect(refused).toMatchObject({ status: 503, body: { detail: expect.stringMatching(said) } });

    rmSync(file, { recursive: true });
    // What is looked for is not made meanwhile.
    await expect.poll(async () => (await makeKey("late")).status).toBe(503);
    copyFileSync(backup, file);
    await expect.poll(async () => (await makeKey("late")).status, { timeout: 20_000, interval: 200 }).toBe(201);
    expect(await keys()).toEqual(["late", "web"]);
    expect((await ask("/healthz")).body.trouble).toBeUndefined();
  });

  test("of before is used, and that it is older is said", async () => {
    const { file, backup, start } = await ran();
    const second = await start();
    await second.makeKey("later");
    await second.stop();
    copyFileSync(backup, file);
    const { lines, keys } = await start();
    expect(await keys()).toEqual(["web"]);
    expect(lines.join("\n")).toMatch(/the store is whole, but an earlier one: it holds \d+ changes, and held \d+ at/);
  });

  test("that cannot be opened, and of which nothing is known, keeps the control plane from starting", async () => {
    const { file, start } = place();
    writeFileSync(file, "garbage ".repeat(4000));
    await expect(start()).rejects.toThrow(
      "is no SQLite database, or is damaged: restore a backup, or name another file",
    );
  });

  test("that was deleted begins anew", async () => {
    const { file, start } = await ran();
    rmSync(file);
    const { keys, makeKey } = await start();
    expect(await keys()).toEqual([]);
    expect((await makeKey("new")).status).toBe(201);
  });
});

test("what is kept of a store is for its owner's eyes only, and a damaged one is as good as none", async () => {
  const { folder, file, start } = await ran();
  const kept = join(folder, "headgate.last-good.json");
  expect(statSync(kept).mode & 0o777).toBe(0o600);
  expect(readFileSync(kept, "utf8")).not.toContain("sk-of-the-store");
  truncateSync(kept, Math.floor(size(kept) / 2));
  await (await start()).stop();
  truncateSync(kept, 10);
  truncateSync(file, 1000);
  await expect(start()).rejects.toThrow("restore a backup");
});
