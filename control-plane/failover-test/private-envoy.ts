import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { request } from "undici";
import type { Config } from "../../contract/config.ts";
import { renderEnvoy } from "../../envoy/render.ts";
import { buildPolicy } from "../policy/build.ts";
import type { Environment } from "../process/environment.ts";
import { OperatorError } from "../process/operator-error.ts";
import { PROJECT_ROOT } from "../process/project-root.ts";

const READY_WITHIN_MS = 60_000;
const LOOK_EVERY_MS = 20;

/** Nobody reads them, and they were three quarters of what a start with 590 clusters cost: 2.0 s of CPU in place of 8.6 s. */
const NO_STATISTICS = "stats_config:\n  stats_matcher: { reject_all: true }";

/** An Envoy of the walk's own: free ports, a folder that goes with it, nothing of a gateway that runs beside it. */
interface PrivateEnvoy {
  /** The gateway's. */
  url: string;
  stop(): Promise<void>;
}

/**
 * @param envoy path of the binary
 * @param nameServer the port of the only name server it is to ask
 * @throws OperatorError with Envoy's last words if it does not start
 */
export async function startEnvoy(
  envoy: string,
  config: Config,
  environment: Environment,
  nameServer: number,
): Promise<PrivateEnvoy> {
  const folder = mkdtempSync(join(tmpdir(), "headgate-failover-"));
  const [yaml, adminAddress] = [join(folder, "envoy.yaml"), join(folder, "admin-address")];
  const rendered = renderEnvoy(config, buildPolicy(config, environment)).replace(/^stats_config:$/m, NO_STATISTICS);
  writeFileSync(yaml, `${rendered}\n${resolver(nameServer)}`);
  const args = ["-c", yaml, "--log-level", "error", "--concurrency", "1", "--disable-hot-restart"];
  const child = spawn(envoy, [...args, "--admin-address-path", adminAddress], {
    cwd: PROJECT_ROOT,
    env: { PATH: process.env.PATH, ...environment },
    stdio: ["ignore", "ignore", "pipe"],
  });
  const ended = endOf(child);
  const clear = () => {
    child.kill("SIGKILL");
    rmSync(folder, { recursive: true, force: true });
  };
  // However this process ends: nothing of the walk stays.
  process.once("exit", clear);
  const stop = async () => {
    clear();
    process.off("exit", clear);
    await ended.promise;
  };
  try {
    return { url: await untilListens(adminAddress, ended), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

interface End {
  promise: Promise<void>;
  /** The last that it said, once it has ended. */
  words?: string;
}

function endOf(child: ChildProcess): End {
  let output = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    output = (output + text).slice(-4000);
  });
  const end: End = { promise: Promise.resolve() };
  end.promise = new Promise((resolve) => {
    const over = (error?: Error) => {
      end.words = error?.message ?? output.trim().split("\n").slice(-3).join("\n");
      resolve();
    };
    child.once("error", over).once("close", () => over());
  });
  return end;
}

/** Where the gateway's listener is, as Envoy's admin tells once it is ready. */
async function untilListens(adminAddress: string, ended: End): Promise<string> {
  const deadline = Date.now() + READY_WITHIN_MS;
  while (Date.now() < deadline) {
    if (ended.words !== undefined) throw new OperatorError(`Envoy did not start\n${ended.words}`);
    const url = await listenerUrl(adminAddress).catch(() => undefined);
    if (url !== undefined) return url;
    await setTimeout(LOOK_EVERY_MS);
  }
  throw new OperatorError(`Envoy was not ready within ${READY_WITHIN_MS / 1000} s`);
}

async function listenerUrl(adminAddress: string): Promise<string | undefined> {
  const admin = `http://${readFileSync(adminAddress, "utf8")}`;
  const ready = await request(`${admin}/ready`);
  await ready.body.dump();
  if (ready.statusCode !== 200) return undefined;
  const { body } = await request(`${admin}/listeners?format=json`);
  const { listener_statuses: [listener] = [] } = (await body.json()) as Listeners;
  if (listener === undefined) return undefined;
  const { address, port_value } = listener.local_address.socket_address;
  return `http://${address}:${port_value}`;
}

/** `admin.v3.Listeners` */
interface Listeners {
  listener_statuses?: { local_address: { socket_address: { address: string; port_value: number } } }[];
}

/** For the end of Envoy's configuration. */
function resolver(port: number): string {
  const resolvers = [{ socket_address: { address: "127.0.0.1", port_value: port, protocol: "UDP" } }];
  const type = "type.googleapis.com/envoy.extensions.network.dns_resolver.cares.v3.CaresDnsResolverConfig";
  const typed_config = { "@type": type, resolvers, dns_resolver_options: { no_default_search_domain: true } };
  const config = { name: "envoy.network.dns_resolver.cares", typed_config };
  return `typed_dns_resolver_config: ${JSON.stringify(config)}\n`;
}
