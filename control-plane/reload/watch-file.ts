import { type FSWatcher, statSync, watch } from "node:fs";
import { dirname, resolve } from "node:path";

/** Editors write in several steps: wait until they are through. */
const SETTLE_MS = 50;

/** For file systems that send no events (network mounts, some containers). */
const LOOK_EVERY_MS = 1000;

/**
 * Calls `onChange` after a file may have changed. The folder is watched and not the file: editors
 * and Kubernetes replace a file rather than write it, and a watch would stay with the old one.
 *
 * @returns ends the watch
 */
export function watchFile(path: string, onChange: () => void): () => void {
  let known = fingerprint(path);
  let settling: NodeJS.Timeout | undefined;

  const look = () => {
    const now = fingerprint(path);
    if (now === known) return;
    clearTimeout(settling);
    settling = setTimeout(() => {
      known = fingerprint(path);
      onChange();
    }, SETTLE_MS);
  };
  let watcher: FSWatcher | undefined;
  try {
    watcher = watch(dirname(resolve(path)), look);
    watcher.on("error", () => watcher?.close());
  } catch {
    // No events here (too many watches, a strange file system): the look once a second does it.
  }
  const timer = setInterval(look, LOOK_EVERY_MS);

  return () => {
    clearTimeout(settling);
    clearInterval(timer);
    watcher?.close();
  };
}

/** Changes with every write and every replacement; "" for a file that is not there. */
function fingerprint(path: string): string {
  try {
    const { ino, size, mtimeNs, ctimeNs } = statSync(path, { bigint: true });
    return `${ino} ${size} ${mtimeNs} ${ctimeNs}`;
  } catch {
    return "";
  }
}
