import { OperatorError } from "../process/operator-error.ts";
import { SqliteStore } from "../store/sqlite/sqlite-store.ts";
import type { Store } from "../store/store.ts";

/**
 * Opens `sqlite:path/to/file.db` (made if it is not there), or `redis://user:password@host:port/database` (`rediss://`
 * for TLS), there under `headgate` or what `?prefix=` says.
 *
 * @throws OperatorError if it cannot be opened, and why; it never repeats the URL, which may hold a password
 */
export async function openStore(url: string): Promise<Store> {
  const file = /^sqlite:(.+)$/s.exec(url)?.[1];
  if (file !== undefined) return new SqliteStore(file);
  if (/^rediss?:\/\/[^/?#]+(\/\d*)?(\?[^#]*)?$/.test(url) && URL.canParse(url)) {
    // Every command waits for what it imports, and few have a Redis: its client takes a fifth of a command's start.
    const { RedisStore } = await import("../store/redis/redis-store.ts");
    return RedisStore.open(url);
  }
  throw new OperatorError(
    "the store's URL is none that is possible: sqlite:path/to/file.db, redis://host:port/0 or rediss://host:port/0",
  );
}
