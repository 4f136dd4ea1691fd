import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe } from "vitest";
import { SqliteStore } from "../../../control-plane/store/sqlite/sqlite-store.ts";
import type { Place } from "./bench.ts";
import { storeSuite } from "./suite.ts";

async function fresh(): Promise<Place> {
  const folder = mkdtempSync(join(tmpdir(), "headgate-store-"));
  const opened: SqliteStore[] = [];
  return {
    async open(now) {
      const store = new SqliteStore(join(folder, "store.db"), now);
      opened.push(store);
      return store;
    },
    async end() {
      for (const store of opened) await store.close();
      rmSync(folder, { recursive: true });
    },
  };
}

describe("a store in SQLite", () => storeSuite({ fresh }));
