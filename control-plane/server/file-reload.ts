import { secretFiles } from "../config/secret-files.ts";
import { warningsOf } from "../config/warnings.ts";
import type { LivePolicy } from "../managed/live-policy.ts";
import type { Log } from "../process/log.ts";
import { writeAccepted } from "../reload/accepted.ts";
import { Reloader } from "../reload/reloader.ts";
import { watchFile } from "../reload/watch-file.ts";
import { WatchedFiles } from "../reload/watched-files.ts";
import type { OpenParts } from "./open-parts.ts";
import type { Start } from "./start-settings.ts";

/** What takes the file again when it or a file of its secrets has changed; undefined: there is none. */
export function reloaderOf(
  { config, source, run }: Start,
  live: LivePolicy,
  log: Log,
  open: OpenParts,
): Reloader | undefined {
  if (source.kind !== "file") return undefined;
  const { path } = source;
  const secrets = new WatchedFiles(() => void reloader.reload());
  open.add(() => secrets.close());
  const reloader = new Reloader({
    path,
    config,
    log,
    // `npm start` has told of them before it started this process.
    told: run ? warningsOf(config) : [],
    onRead: (read) => secrets.watch(secretFiles(read)),
    async accept(changed) {
      const snapshot = await live.takeFile(changed, path);
      if (run) writeAccepted(run.folder, { ...run.accepted, config: changed });
      return snapshot;
    },
  });
  return reloader;
}

export function openFileWatch(reloader: Reloader, open: OpenParts): void {
  open.add(watchFile(reloader.path, () => void reloader.reload()));
  // The file may have changed before the watch began, or since Envoy was started from what was accepted then.
  void reloader.reload();
}
