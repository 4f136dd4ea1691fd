import { createServer, type Server } from "node:http";
import { createApp } from "./app.ts";
import { describeSource, loadConfig } from "./config/load.ts";
import { SNAPSHOT_TOKEN, splitAddress } from "./contract.ts";
import { MemoryLeases } from "./limits/memory-leases.ts";
import { listen } from "./listen.ts";
import type { Log } from "./log.ts";
import { OperatorError } from "./operator-error.ts";
import { buildPolicy } from "./policy/build.ts";
import type { Environment } from "./policy/secrets.ts";
import { type Accepted, readAccepted, writeAccepted } from "./reload/accepted.ts";
import { CurrentPolicy } from "./reload/current-policy.ts";
import { Reloader, snapshotFor } from "./reload/reloader.ts";
import { watchFile } from "./reload/watch-file.ts";

/** Where `npm start` keeps what it runs; tells a control plane that the launcher started it. */
export const RUN_FOLDER = "HEADGATE_RUN_FOLDER";

export interface ControlPlane {
  server: Server;
  /** Ends held polls, then the server. */
  close(): Promise<void>;
}

/**
 * Starts the control plane: the policy in force, the watch on its file, the server.
 *
 * @throws OperatorError if the configuration or the environment is wrong, or the port taken
 */
export async function startControlPlane(
  path: string | undefined,
  environment: Environment,
  log: Log,
): Promise<ControlPlane> {
  const token = environment[SNAPSHOT_TOKEN];
  if (!token) {
    throw new OperatorError(
      `the environment variable ${SNAPSHOT_TOKEN} is not set: give this process and Envoy the same random text in it`,
    );
  }
  const folder = environment[RUN_FOLDER] || undefined;
  const { config, source }: Accepted =
    folder === undefined ? await loadConfig(path, environment) : readAccepted(folder);
  const plan = { config, policy: buildPolicy(config, environment) };
  const current = new CurrentPolicy(snapshotFor(plan, environment));
  let { decisions } = config;

  const reloader =
    source.kind !== "file"
      ? undefined
      : new Reloader({
          path: source.path,
          running: plan,
          environment,
          log,
          onAccepted(accepted, snapshot) {
            if (folder !== undefined) writeAccepted(folder, { config: accepted, source });
            decisions = accepted.decisions;
            current.publish(snapshot);
          },
        });
  const app = createApp({
    current,
    token,
    decisions: () => decisions,
    log,
    leases: new MemoryLeases(),
    health: () => ({
      source: describeSource(source),
      warnings: reloader?.warnings ?? [],
      ...(reloader?.rejected && { rejected: reloader.rejected }),
    }),
  });
  const server = createServer(app);
  // Longer than the pause between two polls, so that the filter's connection is not closed under it.
  server.keepAliveTimeout = 60_000;
  await listen(server, splitAddress(config.control_plane.listen), "control_plane.listen");

  log.info(`listening on ${config.control_plane.listen}; configuration: ${describeSource(source)}`);
  const endWatch = reloader && source.kind === "file" ? watchFile(source.path, () => reloader.reload()) : () => {};
  // The file may have changed before the watch began, or since Envoy was started from what was accepted then.
  reloader?.reload();

  return {
    server,
    close: () =>
      new Promise((resolve) => {
        endWatch();
        current.close();
        server.close(() => resolve());
        server.closeIdleConnections();
        setTimeout(() => server.closeAllConnections(), 1000).unref();
      }),
  };
}
