import type { Server } from "node:http";
import { join } from "node:path";
import type { Config } from "../../contract/config.ts";
import { gatewayFilterForOthers } from "../../envoy/remote-filter.ts";
import { createAdmin } from "../admin/admin.ts";
import { ADMIN_TOKEN, FIRST_TOKEN_FILE, makeFirstToken } from "../admin/sign-in/first-token.ts";
import { jwtSignIn } from "../admin/sign-in/jwt.ts";
import { describeSource } from "../config/load.ts";
import { CoolDownBoard } from "../cool-down/cool-down-board.ts";
import { Judge } from "../health/judge.ts";
import { TargetHealth } from "../health/target-health.ts";
import type { LivePolicy } from "../managed/live-policy.ts";
import { buildPolicy, policyForNobody } from "../policy/build.ts";
import type { Environment } from "../process/environment.ts";
import type { Log } from "../process/log.ts";
import { VERSION } from "../process/version.ts";
import { CurrentPolicy } from "../snapshot/current-policy.ts";
import { storePlace } from "../store-place/store-place.ts";
import { type DiscoveryResponse, discoveryResponse } from "../xds/discovery.ts";
import type { AppOptions } from "./app.ts";
import { openEnvoyPlaces } from "./envoy-places.ts";
import { openFileWatch, reloaderOf } from "./file-reload.ts";
import { healthOf } from "./healthz.ts";
import { OpenParts } from "./open-parts.ts";
import { openServer } from "./open-server.ts";
import { openPolicy } from "./policy-in-force.ts";
import { readStart, type Start } from "./start-settings.ts";

interface ControlPlane {
  server: Server;
  /** Ends held polls, then the server, then all that it stands on. */
  close(): Promise<void>;
}

/**
 * Starts the control plane: the policy in force, the server, the watch on the policy's file.
 *
 * @throws OperatorError if the configuration or the environment is wrong, or the port taken; then nothing stays open
 */
export async function startControlPlane(
  path: string | undefined,
  environment: Environment,
  log: Log,
): Promise<ControlPlane> {
  const start = await readStart(path, environment);
  const open = new OpenParts();
  try {
    const server = await openAll(start, environment, log, open);
    return { server, close: () => open.close() };
  } catch (error) {
    await open.close();
    throw error;
  }
}

/** Each part is made of parts before it. */
async function openAll(start: Start, environment: Environment, log: Log, open: OpenParts): Promise<Server> {
  const { config, source, token } = start;
  const running = { config, policy: buildPolicy(config, environment) };
  const current = new CurrentPolicy(running.policy);
  const targetHealth = new TargetHealth({ policy: () => current.policy });
  const { clusters: envoy, polled } = openEnvoyPlaces(start, targetHealth, open);
  const place = storePlace(config, source, start.run?.folder, environment);
  const policy = await openPolicy(place, { current, file: config, running, envoy, environment, log }, open);
  const { live, store, standIn } = policy;
  const reloader = reloaderOf(start, live, log, open);
  const judge = new Judge({ config: () => live.config.health.judge, targetHealth, log });
  open.add(() => judge.close());
  const coolDowns = new CoolDownBoard({ store, log });
  const health = () => healthOf(source, live, judge, reloader, standIn);

  const environmentToken = environment[ADMIN_TOKEN] || undefined;
  const { jwt } = config.control_plane;
  const admin = createAdmin({
    ...policy,
    targetHealth,
    coolDowns,
    log,
    environmentToken,
    ...(jwt && { jwt: jwtSignIn(jwt, log) }),
    health: () => ({ status: "ok", version: VERSION, policy: current.policy.version, ...health() }),
  });
  const app: Omit<AppOptions, "admin"> = {
    current,
    token,
    decisions: () => live.config.decisions,
    leases: store,
    telemetry: { targetHealth, coolDowns },
    judge,
    log,
    health,
    xds: polled && { polled, filters: filtersForOthers(config) },
  };
  const server = await openServer(config.control_plane, app, admin, open);
  log.info(`listening on ${config.control_plane.listen}; configuration: ${describeSource(source)}`);
  const begin = async () => {
    if (environmentToken === undefined) await writeFirstToken(live, join(place.folder, FIRST_TOKEN_FILE), log);
    live.recordStart(describeSource(source));
  };
  if (standIn === undefined) await begin();
  else standIn.onBack(() => void begin().catch((error: Error) => log.error(error.message)));
  if (reloader) openFileWatch(reloader, open);
  open.add(admin.keys.start());
  return server;
}

/** The gateway filter as Envoys elsewhere get it. */
function filtersForOthers(config: Config): DiscoveryResponse {
  return discoveryResponse("extension_configs", [gatewayFilterForOthers(config, policyForNobody(config))]);
}

async function writeFirstToken(live: LivePolicy, file: string, log: Log): Promise<void> {
  if (await makeFirstToken(live, file)) log.info(`the first admin token is in ${file}`);
}
