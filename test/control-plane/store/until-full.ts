import { spawnSync } from "node:child_process";
import { SqliteStore } from "../../../control-plane/store/sqlite/sqlite-store.ts";

/**
 * Another process, whose disk takes no more after fifty changes: `until-full.ts <file>`. Says how many of its changes
 * were answered, and what became of the first one that was not.
 */
const [, , path = ""] = process.argv;
const store = new SqliteStore(path);
const change = (at: number) => ({
  puts: [{ kind: "tenant" as const, id: `t${at}`, body: "x".repeat(10_000) }],
  audit: [{ actor: "a", action: "tenant.put", object: `tenant/t${at}`, change: null }],
});
let answered = 0;
let said = "";
while (said === "") {
  // No file may grow beyond a page: neither the WAL, nor the file that its changes belong in.
  if (answered === 50) spawnSync("prlimit", ["--pid", String(process.pid), "--fsize=4096"]);
  try {
    await store.commit(change(answered));
    answered++;
  } catch (error) {
    said = String(error);
  }
}
await store.close();
process.stdout.write(JSON.stringify({ answered, said }));
