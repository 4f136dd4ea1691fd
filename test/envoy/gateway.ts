import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inject } from "vitest";
import type { z } from "zod";
import type { fileSchema } from "../../contract/file.ts";
import { SNAPSHOT_TOKEN } from "../../contract/snapshot-token.ts";
import { checkConfig } from "../../control-plane/config/parse.ts";
import { buildPolicy } from "../../control-plane/policy/build.ts";
import { PROJECT_ROOT } from "../../control-plane/process/project-root.ts";
import { renderEnvoy } from "../../envoy/render.ts";
import { freePort } from "./free-port.ts";
import { leaksOf } from "./leaks.ts";
import { type Running, run } from "./process.ts";
import { until } from "./until.ts";

/** A `headgate.yaml`, without the addresses. */
export type GatewayConfig = Omit<z.input<typeof fileSchema>, "listen" | "control_plane" | "admin">;

/** A real Envoy with the filter in it. */
export interface Gateway {
  url: string;
  admin: string;
  /** All that Envoy and the control plane wrote. */
  logs(): string;
  /** Undefined where the gateway runs without one. */
  controlPlane?: ControlPlane;
  envoy: Running;
  /** Another Envoy of the same configuration, with these arguments more: for a hot restart. */
  startEnvoy(args: readonly string[]): Running;
  stop(): Promise<void>;
}

export interface ControlPlane {
  url: string;
  /** Writes another `headgate.yaml` in place of the one that the control plane watches. */
  reconfigure(config: GatewayConfig): void;
  /** SIGKILL. */
  kill(): Promise<void>;
  start(): Promise<void>;
}

export interface GatewayOptions {
  /** Secrets that the configuration names: all that the processes see of an environment. */
  environment?: Readonly<Record<string, string>>;
  /** Without one, the policy in `envoy.yaml` is all there is. */
  withControlPlane?: boolean;
  /** The control plane of another gateway, whose limits this one shares. */
  controlPlaneOf?: Gateway;
  /** Where the control plane keeps what it manages: `control_plane.store`. */
  store?: string;
  /** Another filter in place of the built one: its path, from the checkout's folder. */
  wasm?: string;
  /** Path of the Envoy binary; absent: the tests'. */
  binary?: string;
  /** How the first Envoy takes part in hot restarts. */
  envoyArgs?: readonly string[];
  /** Changes Envoy's configuration, as an operator with an Envoy of their own would. */
  amend?: (envoyYaml: string) => string;
}

const BUILT_WASM = "build/headgate.wasm";

export async function startGateway(
  given: GatewayConfig,
  {
    environment = {},
    withControlPlane = false,
    controlPlaneOf,
    store,
    wasm = BUILT_WASM,
    binary = inject("envoy"),
    envoyArgs = ["--disable-hot-restart"],
    amend = (yaml) => yaml,
  }: GatewayOptions = {},
): Promise<Gateway> {
  const [listen, admin, own] = [await freePort(), await freePort(), await freePort()].map(
    (port) => `127.0.0.1:${port}`,
  ) as [string, string, string];
  const control = controlPlaneOf?.controlPlane?.url.replace("http://", "") ?? own;
  const addresses = { listen, admin, control_plane: { listen: control, ...(store && { store }) } };
  const folder = mkdtempSync(join(tmpdir(), "headgate-envoy-"));
  const configPath = join(folder, "headgate.yaml");
  // JSON is YAML.
  const writeConfig = (config: GatewayConfig) => writeFileSync(configPath, JSON.stringify({ ...config, ...addresses }));
  writeConfig(given);
  const config = checkConfig({ ...given, ...addresses }, "headgate.yaml");
  const envoyYaml = join(folder, "envoy.yaml");
  const rendered = renderEnvoy(config, buildPolicy(config, environment)).replaceAll(BUILT_WASM, wasm);
  writeFileSync(envoyYaml, amend(rendered));

  const env = { PATH: process.env.PATH, [SNAPSHOT_TOKEN]: "token-of-the-snapshot-channel", ...environment };
  const args = ["-c", envoyYaml, "--log-level", "warning", "--concurrency", "2"];
  // Else a test of the access log waits for ten seconds.
  args.push("--file-flush-interval-msec", "50");
  const envoys: Running[] = [];
  const startEnvoy = (more: readonly string[]) => {
    const running = run(binary, [...args, ...more], { cwd: PROJECT_ROOT, env });
    envoys.push(running);
    return running;
  };
  const envoy = startEnvoy(envoyArgs);

  const controlPlanes: Running[] = [];
  const startControlPlane = async () => {
    const bin = join(PROJECT_ROOT, "control-plane/bin.mjs");
    const running = run(process.execPath, [bin, "control-plane", "--config", configPath], { cwd: folder, env });
    controlPlanes.push(running);
    await untilAnswers(`http://${control}/healthz`, running);
  };
  const logs = () => [...envoys, ...controlPlanes].map((running) => running.output()).join("");
  const stop = async () => {
    // After all that a test has done, whatever it was: nowhere does a secret show.
    const leaks = await leaksOf({ admin: `http://${admin}`, logs }, environment).catch(() => []);
    await Promise.all([...envoys, ...controlPlanes].map((running) => running.stop()));
    rmSync(folder, { recursive: true, force: true });
    if (leaks.length > 0) throw new Error(`secrets show: ${leaks.join("; ")}`);
  };
  try {
    await Promise.all([untilAnswers(`http://${admin}/ready`, envoy), withControlPlane && startControlPlane()]);
  } catch (error) {
    await stop();
    throw error;
  }
  const controlPlane = {
    url: `http://${control}`,
    reconfigure: writeConfig,
    kill: async () => {
      await controlPlanes.at(-1)?.kill();
    },
    start: startControlPlane,
  };
  return {
    url: `${config.tls ? "https" : "http"}://${listen}`,
    admin: `http://${admin}`,
    logs,
    envoy,
    startEnvoy,
    stop,
    ...(withControlPlane && { controlPlane }),
  };
}

async function untilAnswers(url: string, running: Running): Promise<void> {
  await until(`${url} answers`, async () => {
    if (running.hasEnded()) throw new Error(`a process ended at its start:\n${running.output().slice(-4000)}`);
    try {
      const response = await fetch(url, { signal: AbortSignal.timeout(2000) });
      await response.arrayBuffer();
      return response.status === 200;
    } catch {
      return false;
    }
  });
}
