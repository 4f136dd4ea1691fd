import { existsSync, statSync } from "node:fs";
import { type LastGood, readLastGood } from "../managed/last-good.ts";
import type { Log } from "../process/log.ts";
import { OperatorError } from "../process/operator-error.ts";
import { StandInStore } from "../store/stand-in-store.ts";
import type { Store } from "../store/store.ts";
import { openStore } from "../store-place/open-store.ts";

/**
 * The store, or what stands in for one that cannot be opened: with what it held last, so that nobody who calls the
 * gateway notices.
 *
 * @param lastGoodPath what `keepLastGood` writes
 * @throws OperatorError if the store cannot be opened and it is not known what it held
 */
export async function openOrStandIn(url: string, lastGoodPath: string, log: Log): Promise<Store> {
  const lastGood = readLastGood(lastGoodPath);
  try {
    const store = await openWhole(url, lastGood, lastGoodPath);
    if (lastGood !== undefined) await warnOfLoss(store, lastGood, log);
    return store;
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    if (lastGood === undefined) throw error;
    log.error(error.message);
    log.error(
      `the policy of ${lastGood.at} is in force until the store can be opened; nothing can be changed meanwhile`,
    );
    const open = async () => {
      // Looking for it must not make one: an empty store has no client keys, no limits and no rules.
      if (isMissing(url)) throw new OperatorError("there is no store");
      return openWhole(url, lastGood, lastGoodPath);
    };
    const standIn = new StandInStore({ resources: lastGood.resources, reason: error.message, open });
    standIn.onBack(() => log.info("the store can be opened again, and is in use"));
    return standIn;
  }
}

/** A store that has lost all that it held is none. A file that was deleted is: its owner wants to begin anew. */
async function openWhole(url: string, lastGood: LastGood | undefined, lastGoodPath: string): Promise<Store> {
  if (lastGood === undefined || lastGood.commit === 0) return openStore(url);
  refuseEmpty(url, lastGood);
  const store = await openStore(url);
  if (fileOf(url) !== undefined || (await store.contents()).commit > 0) return store;
  await store.close();
  throw new OperatorError(
    `the store is empty, and held ${lastGood.commit} changes: restore a backup, or delete ${lastGoodPath} to begin with an empty store`,
  );
}

/** SQLite takes an empty file for a new database. @throws OperatorError */
function refuseEmpty(url: string, { commit }: LastGood): void {
  const file = fileOf(url);
  if (file === undefined || !existsSync(file) || statSync(file).size > 0) return;
  throw new OperatorError(
    `${file}: is empty, and held ${commit} changes: restore a backup, or delete it to begin with an empty store`,
  );
}

/** After a cut of power, or a backup that was restored. */
async function warnOfLoss(store: Store, { commit, at }: LastGood, log: Log): Promise<void> {
  const { commit: found } = await store.contents();
  if (found >= commit) return;
  log.warn(
    `the store is whole, but an earlier one: it holds ${found} changes, and held ${commit} at ${at}: see which are missing (headgate policy versions), or restore a later backup`,
  );
}

function isMissing(url: string): boolean {
  const file = fileOf(url);
  return file !== undefined && !existsSync(file);
}

function fileOf(url: string): string | undefined {
  return url.startsWith("sqlite:") ? url.slice("sqlite:".length) : undefined;
}
