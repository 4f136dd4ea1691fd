import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { availableParallelism, totalmem } from "node:os";
import { join } from "node:path";
import { splitAddress } from "../../contract/address.ts";
import type { Config } from "../../contract/config.ts";
import { type Policy, providerKeyVariables } from "../../contract/policy.ts";
import { SNAPSHOT_TOKEN } from "../../contract/snapshot-token.ts";
import { renderDynamicEnvoy } from "../../envoy/render.ts";
import { reachable } from "../../envoy/socket-address.ts";
import { DEMO_ADDRESS } from "../config/demo-config.ts";
import { type LoadedConfig, loadConfig } from "../config/load.ts";
import { buildPolicy } from "../policy/build.ts";
import type { Log } from "../process/log.ts";
import { OperatorError } from "../process/operator-error.ts";
import { PROJECT_ROOT } from "../process/project-root.ts";
import { RUN_FOLDER } from "../process/run-folder.ts";
import { writeStateFile } from "../process/state-file.ts";
import { untilSignal } from "../process/until-signal.ts";
import { acceptedKeeper, writeAccepted } from "../reload/accepted.ts";
import { findEnvoy } from "../setup/find-envoy.ts";
import { ensureWasm } from "../setup/wasm.ts";
import { writableFolder } from "../setup/writable-folder.ts";
import { snapshotFor } from "../snapshot/snapshot.ts";
import { envoyFiles, xdsFolder } from "../xds/envoy-files.ts";
import { applied } from "../xds/envoy-status.ts";
import { banner } from "./banner.ts";
import { demandFreePorts, type Wanted } from "./free-ports.ts";
import { type Program, Supervised } from "./supervised.ts";
import { untilReady } from "./until-ready.ts";

/**
 * Runs the whole gateway until a signal: Envoy, the control plane, and the demo provider where
 * nothing else is configured.
 *
 * @throws OperatorError if it cannot be started; then nothing of it is left running
 */
export async function runGateway(path: string | undefined, log: Log): Promise<void> {
  const loaded = await loadConfig(path, process.env);
  const { config, source, warnings } = loaded;
  const policy = buildPolicy(config, process.env);
  snapshotFor({ config, policy }, process.env);
  await demandFreePorts(addresses(loaded));
  await ensureWasm(PROJECT_ROOT, log);
  const envoy = await findEnvoy(PROJECT_ROOT, process.env, log);

  const folder = writableFolder(join(PROJECT_ROOT, "build/run", String(splitAddress(config.listen).port)));
  const variables = providerKeyVariables(policy);
  const accepted = { config, source, variables };
  writeAccepted(folder, accepted);
  const lastAccepted = acceptedKeeper(folder, accepted, (why) => log.warn(why));
  envoyFiles(folder, { variables }).begin({ config, policy });
  const envoyYaml = join(folder, "envoy.yaml");
  // An Envoy that is started again begins with the policy that was last in force, not with the first.
  const renderAccepted = () => {
    const { config: taken } = lastAccepted();
    const bounded = { ...taken, max_heap_bytes: taken.max_heap_bytes ?? halfOfMemory() };
    const policyThen = policyOrUndefined(taken);
    // The first snapshot brings what is missing: an Envoy that does not start serves nobody.
    if (policyThen === undefined && existsSync(envoyYaml)) return;
    const rendered = renderDynamicEnvoy(bounded, policyThen ?? policy, { folder: xdsFolder(folder), variables });
    writeStateFile(envoyYaml, rendered);
  };

  const stop = untilSignal();
  const env = {
    ...process.env,
    [SNAPSHOT_TOKEN]: process.env[SNAPSHOT_TOKEN] || randomBytes(32).toString("hex"),
    [RUN_FOLDER]: folder,
  };
  const programs = [
    ...(source.kind === "demo" ? [headgate("demo provider", ["demo-provider"], env)] : []),
    { ...headgate("control plane", ["control-plane"], env), prepare: lastAccepted },
    {
      name: "Envoy",
      program: envoy.binary,
      args: envoyArgs(envoyYaml),
      cwd: PROJECT_ROOT,
      env,
      prepare: renderAccepted,
    },
  ];
  for (const warning of warnings) log.warn(warning);
  const processes = programs.map((program) => new Supervised(program, log));
  try {
    const ready = untilReady(readyChecks(loaded), processes).then(() => demandTaken(config, processes));
    if (await Promise.race([ready.then(() => true), stop.then(() => false)])) {
      process.stdout.write(banner(config, policy, source, envoy));
      await stop;
    }
  } finally {
    await Promise.all(processes.map((one) => one.stop()));
  }
}

function addresses({ config, source }: LoadedConfig): Wanted[] {
  const file = source.kind === "file" ? source.path : "a headgate.yaml";
  return [
    { address: config.listen, setBy: `listen of ${file}` },
    { address: config.control_plane.listen, setBy: `control_plane.listen of ${file}` },
    { address: config.admin, setBy: `admin of ${file}` },
    ...(source.kind === "demo" ? [{ address: DEMO_ADDRESS, setBy: "the providers of a headgate.yaml" }] : []),
  ];
}

/** Undefined while a secret cannot be read: a file may be missing just then. */
function policyOrUndefined(config: Config): Policy | undefined {
  try {
    return buildPolicy(config, process.env);
  } catch (error) {
    if (error instanceof OperatorError) return undefined;
    throw error;
  }
}

/** @throws OperatorError if Envoy runs, but without clusters that it did not take */
async function demandTaken({ admin }: Config, processes: readonly Supervised[]): Promise<void> {
  const { refused = 0 } = (await applied(`http://${reachable(admin).authority}`)) ?? {};
  if (refused === 0) return;
  const words = processes.flatMap(({ name, lastLines }) => (name === "Envoy" ? lastLines : []));
  throw new OperatorError(["Envoy did not take its clusters", ...words.slice(-3)].join("\n"));
}

/** Of the container's or the machine's, in bytes: the other half is for the VMs, the control plane and the kernel. */
function halfOfMemory(): number {
  const contained = process.constrainedMemory();
  return Math.floor((contained > 0 ? Math.min(contained, totalmem()) : totalmem()) / 2);
}

/** Several gateways run side by side: without hot restart no two Envoys share anything. */
function envoyArgs(config: string): string[] {
  const workers = String(availableParallelism());
  return ["-c", config, "--log-level", "warning", "--concurrency", workers, "--disable-hot-restart"];
}

function headgate(name: string, args: string[], env: NodeJS.ProcessEnv): Program {
  const bin = join(PROJECT_ROOT, "control-plane/bin.mjs");
  return { name, program: process.execPath, args: [bin, ...args], cwd: process.cwd(), env };
}

function readyChecks({ config, source }: LoadedConfig) {
  const at = (listen: string, path: string, scheme = "http") => `${scheme}://${reachable(listen).authority}${path}`;
  return [
    { url: at(config.admin, "/ready") },
    { url: at(config.control_plane.listen, "/healthz", config.control_plane.tls && "https") },
    ...(source.kind === "demo" ? [{ url: at(DEMO_ADDRESS, "/"), any: true }] : []),
    // Whatever the filter answers: that it does.
    { url: at(config.listen, "/"), any: true },
  ];
}
