import { SqliteStore } from "../../../control-plane/store/sqlite/sqlite-store.ts";

/** Another process that makes changes: `commits.ts <file> <how many>`. */
const [, , path = "", count] = process.argv;
const store = new SqliteStore(path);
for (let at = 0; at < Number(count); at++) {
  await store.commit({
    puts: [{ kind: "tenant", id: `there${at}`, body: at }],
    audit: [{ actor: "other", action: "tenant.put", object: `tenant/there${at}`, change: null }],
  });
}
await store.close();
