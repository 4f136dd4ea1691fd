import type { Server } from "node:http";
import { join } from "node:path";
import { splitAddress } from "../../contract/address.ts";
import { SNAPSHOT_TOKEN } from "../../contract/snapshot-token.ts";
import { gatewayFilterForOthers } from "../../envoy/remote-filter.ts";
import { createAdmin } from "../admin/admin.ts";
import { ADMIN_TOKEN, FIRST_TOKEN_FILE, makeFirstToken } from "../admin/sign-in/first-token.ts";
import { jwtSignIn } from "../admin/sign-in/jwt.ts";
import { describeSource, loadConfig } from "../config/load.ts";
import { CoolDownBoard } from "../cool-down/cool-down-board.ts";
import { Judge } from "../health/judge.ts";
import { TargetHealth } from "../health/target-health.ts";
import { LivePolicy } from "../managed/live-policy.ts";
import { providerKeyBox } from "../managed/provider-key-box.ts";
import { listen } from "../network/listen.ts";
import { buildPolicy, policyForNobody } from "../policy/build.ts";
import type { Environment } from "../process/environment.ts";
import type { Log } from "../process/log.ts";
import { OperatorError } from "../process/operator-error.ts";
import { RUN_FOLDER } from "../process/run-folder.ts";
import { readAccepted, writeAccepted } from "../reload/accepted.ts";
import { Reloader } from "../reload/reloader.ts";
import { watchFile } from "../reload/watch-file.ts";
import { openStore } from "../store-place/open-store.ts";
import { storePlace } from "../store-place/store-place.ts";
import { allOf } from "../xds/all-of.ts";
import { discoveryResponse } from "../xds/discovery.ts";
import { envoyFiles } from "../xds/envoy-files.ts";
import { MakeBeforeBreak } from "../xds/make-before-break.ts";
import { Polled } from "../xds/polled.ts";
import { PROBATION_MS, standingsForEnvoy } from "../xds/standings-for-envoy.ts";
import { createApp } from "./app.ts";
import { createListener } from "./listener.ts";

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
  const accepted = folder === undefined ? undefined : readAccepted(folder);
  const { config, source } = accepted ?? (await loadConfig(path, environment));
  const polled = config.control_plane.xds
    ? new Polled({ standings: () => standingsForEnvoy(targetHealth, Date.now()) })
    : undefined;
  const places = [
    ...(accepted && folder !== undefined ? [envoyFiles(folder, accepted)] : []),
    ...(polled ? [new MakeBeforeBreak({ place: polled, variables: [] })] : []),
  ];
  const envoy = places.length === 0 ? undefined : allOf(places);
  const running = { config, policy: buildPolicy(config, environment) };
  const place = storePlace(config, source, folder, environment);
  const store = await openStore(place.url);
  const box = providerKeyBox(environment, place.url);
  const described = describeSource(source);
  const open = async () => {
    const rewrapped = await box.rewrap(store);
    if (rewrapped > 0)
      log.info(`${rewrapped} provider keys are under the current master key; the previous ones can go`);
    return LivePolicy.open({ store, file: config, running, envoy, environment, log, openKey: box.open });
  };
  const live = await open().catch(async (error: unknown) => {
    await store.close();
    throw error;
  });

  const reloader =
    source.kind !== "file"
      ? undefined
      : new Reloader({
          path: source.path,
          config,
          log,
          async accept(changed) {
            const snapshot = await live.takeFile(changed, source.path);
            if (accepted && folder !== undefined) writeAccepted(folder, { ...accepted, config: changed });
            return snapshot;
          },
        });
  const { jwt } = config.control_plane;
  const environmentToken = environment[ADMIN_TOKEN] || undefined;
  const health = () => ({
    source: described,
    warnings: reloader?.warnings ?? [],
    ...(reloader?.rejected && { rejected: reloader.rejected }),
    ...(live.trouble !== undefined && { trouble: live.trouble }),
    ...(judge.counts && { judge: judge.counts }),
  });
  const targetHealth = new TargetHealth({ policy: () => live.current.policy });
  const judge = new Judge({ config: () => live.config.health.judge, targetHealth, log });
  const tellEnvoy = polled && setInterval(() => polled.standingsChanged(), PROBATION_MS);
  targetHealth.onTurn(() => polled?.standingsChanged());
  const coolDowns = new CoolDownBoard({ store, log });
  const admin = createAdmin({
    targetHealth,
    coolDowns,
    live,
    store,
    box,
    log,
    environmentToken,
    ...(jwt && { jwt: jwtSignIn(jwt, log) }),
    health: () => ({ status: "ok", version: live.current.policy.version, ...health() }),
  });
  const app = createApp({
    current: live.current,
    token,
    admin: admin.router,
    decisions: () => live.config.decisions,
    leases: store,
    telemetry: { targetHealth, coolDowns },
    judge,
    log,
    health,
    xds: polled && {
      polled,
      filters: discoveryResponse("extension_configs", [gatewayFilterForOthers(config, policyForNobody(config))]),
    },
  });
  const server = createListener(app, config.control_plane);
  server.on("upgrade", admin.socket.upgrade);
  // Longer than the pause between two polls, so that the filter's connection is not closed under it.
  server.keepAliveTimeout = 60_000;
  const close = async () => {
    clearInterval(tellEnvoy);
    judge.close();
    await live.close();
    for (const place of places) place.close();
    await store.close();
  };
  try {
    await listen(server, splitAddress(config.control_plane.listen), "control_plane.listen");
    const tokenFile = join(place.folder, FIRST_TOKEN_FILE);
    if (environmentToken === undefined && (await makeFirstToken(live, tokenFile))) {
      log.info(`the first admin token is in ${tokenFile}`);
    }
  } catch (error) {
    server.close();
    await close();
    throw error;
  }

  log.info(`listening on ${config.control_plane.listen}; configuration: ${described}`);
  live.recordStart(described);
  const endWatch = reloader && source.kind === "file" ? watchFile(source.path, () => void reloader.reload()) : () => {};
  const endKeyWatch = admin.keys.start();
  // The file may have changed before the watch began, or since Envoy was started from what was accepted then.
  void reloader?.reload();

  return {
    server,
    close: () =>
      new Promise((resolve) => {
        endWatch();
        endKeyWatch();
        live.current.close();
        polled?.close();
        admin.socket.close();
        server.close(() => void close().then(resolve));
        server.closeIdleConnections();
        setTimeout(() => server.closeAllConnections(), 1000).unref();
      }),
  };
}
