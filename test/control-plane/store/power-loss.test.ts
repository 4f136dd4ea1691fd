import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { verify } from "../../../control-plane/audit/chain.ts";
import { OperatorError } from "../../../control-plane/process/operator-error.ts";
import { allAuditEntries } from "../../../control-plane/store/all-audit-entries.ts";
import { StoreUnavailable } from "../../../control-plane/store/errors.ts";
import { SqliteStore } from "../../../control-plane/store/sqlite/sqlite-store.ts";
import { Random } from "../../fuzz/random.ts";
import { temporaryFolder } from "../temporary-folder.ts";

/** Too long for a page, so that a text lies in pages of its own, and now and then for three of them. */
const textOf = (at: number) => `${at} `.repeat(at % 7 === 0 ? 5000 : 50);

const change = (at: number) => ({
  puts: [{ kind: "tenant" as const, id: `t${String(at).padStart(5, "0")}`, body: textOf(at) }],
  version: { actor: "a", summary: "s", digest: String(at), document: textOf(at) },
  audit: [{ actor: "a", action: "tenant.put", object: `tenant/t${at}`, change: { at } }],
});

/** A store under a load of changes and leases, and copies of its files as they lay on the disk after some of them. */
async function copies(random: Random, changes: number) {
  const folder = temporaryFolder();
  const path = join(folder, "headgate.db");
  const store = new SqliteStore(path);
  onTestFinished(() => store.close());
  const made: { file: string; changes: number }[] = [];
  for (let at = 0; at < changes; at++) {
    await store.commit(change(at));
    const scope = {
      scope: `s${at % 5}`,
      window: "2030-01",
      windowEnds: Date.parse("2030-02-01"),
      limit: 100,
      used: at,
    };
    await store.lease({ envoy: "e", scopes: [scope] });
    if (!random.chance(0.15)) continue;
    const file = join(folder, `copy-${at}.db`);
    copyFileSync(path, file);
    copyFileSync(`${path}-wal`, `${file}-wal`);
    made.push({ file, changes: at + 1 });
  }
  return made;
}

/** What a store says that is opened there: a state as it was after one of its changes, or that it is damaged. */
async function opened(file: string): Promise<{ changes: number } | { refused: string }> {
  let store: SqliteStore;
  try {
    store = new SqliteStore(file);
  } catch (error) {
    expect(error).toBeInstanceOf(OperatorError);
    return { refused: (error as OperatorError).message.replace(file, "FILE") };
  }
  try {
    const { commit, version, resources } = await store.contents();
    expect(resources.map(({ id, body }) => [id, body])).toEqual(
      Array.from({ length: commit }, (_, at) => [change(at).puts[0]?.id, textOf(at)]),
    );
    expect(version).toBe(commit);
    if (version > 0) expect(await store.version(version)).toMatchObject({ document: textOf(commit - 1) });
    expect(await verify(allAuditEntries(store))).toMatchObject({ ok: true, entries: commit });
    // It takes changes where it stands.
    expect(await store.commit(change(commit))).toMatchObject({ commit: commit + 1 });
    return { changes: commit };
  } catch (error) {
    // A text that is read when it is asked for.
    if (!(error instanceof StoreUnavailable)) throw error;
    return { refused: error.message.replace(file, "FILE") };
  } finally {
    await store.close();
  }
}

/** Changes a file, or leaves it if it is not there. */
function altered(file: string, change: (bytes: Buffer) => Buffer): void {
  if (existsSync(file)) writeFileSync(file, change(readFileSync(file)));
}

const PAGE = 4096;

const LOSSES: Readonly<Record<string, (file: string, random: Random) => void>> = {
  "nothing is lost": () => {},
  "the WAL is lost": (file) => altered(`${file}-wal`, () => Buffer.alloc(0)),
  "the WAL's end is lost": (file, random) =>
    altered(`${file}-wal`, (bytes) => bytes.subarray(0, random.below(bytes.length + 1))),
  "the WAL's end is zeros": (file, random) =>
    altered(`${file}-wal`, (bytes) => bytes.fill(0, random.below(bytes.length + 1))),
  "the WAL has a page of noise": (file, random) =>
    altered(`${file}-wal`, (bytes) => {
      const at = random.below(Math.max(1, bytes.length - PAGE));
      return bytes.fill(0xa7, at, at + PAGE);
    }),
  "the last pages are lost": (file, random) =>
    altered(file, (bytes) => bytes.subarray(0, Math.max(0, bytes.length - PAGE * (1 + random.below(3))))),
  "the last pages are lost, and the WAL": (file, random) => {
    altered(file, (bytes) => bytes.subarray(0, Math.max(PAGE, bytes.length - PAGE * (1 + random.below(3)))));
    altered(`${file}-wal`, () => Buffer.alloc(0));
  },
  "a page is zeros, and the WAL is lost": (file, random) => {
    altered(file, (bytes) => {
      const at = PAGE * random.below(Math.max(1, bytes.length / PAGE));
      return bytes.fill(0, at, at + PAGE);
    });
    altered(`${file}-wal`, () => Buffer.alloc(0));
  },
  "a page is of before, and the WAL is lost": (file, random) => {
    altered(file, (bytes) => {
      const pages = Math.max(1, bytes.length / PAGE);
      const from = PAGE * random.below(pages);
      return Buffer.concat([bytes.subarray(0, bytes.length - PAGE), bytes.subarray(from, from + PAGE)]);
    });
    altered(`${file}-wal`, () => Buffer.alloc(0));
  },
};

describe("after a cut of power in which", () => {
  test.each(
    Object.entries(LOSSES),
  )("%s the store is as after one of its changes, or says that it is damaged", async (what, lose) => {
    const random = new Random(what.length);
    for (const { file, changes } of await copies(random, 150)) {
      lose(file, random);
      const found = await opened(file);
      if ("refused" in found) {
        expect(what).not.toMatch(/^nothing|^the WAL/);
        expect(found.refused).toMatch(/^FILE: .*(restore a backup)/);
      } else if (what === "nothing is lost") {
        expect(found.changes).toBe(changes);
      } else {
        expect(found.changes).toBeLessThanOrEqual(changes);
      }
    }
  });
});

const canLimit = spawnSync("prlimit", ["--version"]).status === 0;

test.skipIf(!canLimit)(
  "what was answered is there when the disk takes no more, and the store can be closed",
  async () => {
    const path = join(temporaryFolder(), "headgate.db");
    const program = join(import.meta.dirname, "until-full.ts");
    const full = spawnSync(process.execPath, ["--import", "tsx", program, path], { encoding: "utf8" });
    expect(full.stderr).toBe("");
    expect(JSON.parse(full.stdout)).toEqual({
      answered: 50,
      said: expect.stringMatching(/cannot (grow|be read or written)/),
    });
    const store = new SqliteStore(path);
    onTestFinished(() => store.close());
    expect(await store.contents()).toMatchObject({ commit: 50 });
  },
);
