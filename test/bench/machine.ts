import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { availableParallelism, cpus, loadavg, release } from "node:os";
import { join } from "node:path";
import { PROJECT_ROOT } from "../../control-plane/process/project-root.ts";
import { envoyVersion } from "../../control-plane/setup/envoy-version.ts";

/** Load generator, Envoy and mock each want one, and the rest of the machine as well. */
const CORES_WANTED = 4;

/** A load average above this is somebody else's work, which ends up in the latencies. */
const IDLE_LOAD = 0.5;

/** Where a run was made, and with what: numbers of two machines are not to be compared. */
export async function machine(envoy: string, wrk: string): Promise<string> {
  const filter = readFileSync(join(PROJECT_ROOT, "build/headgate.wasm"));
  const digest = createHash("sha256").update(filter).digest("hex").slice(0, 12);
  const cores = availableParallelism();
  const cpu = cpus()[0]?.model.trim() ?? "unknown CPU";
  return [
    `${cores} cores, ${cpu}, Linux ${release()} ${process.arch}; Envoy ${await envoyVersion(envoy)}, Node ${process.versions.node}, wrk ${wrk}`,
    `filter: build/headgate.wasm, ${filter.length} bytes, sha256 ${digest}…`,
    ...warnings(cores, loadavg()[0] ?? 0),
  ].join("\n");
}

function warnings(cores: number, load: number): string[] {
  return [
    ...(cores < CORES_WANTED
      ? [`warning: wrk, Envoy and the mock share ${cores} cores: latencies hold waits for a core; trust the CPU ratios`]
      : []),
    ...(load > IDLE_LOAD ? [`warning: the machine was busy before the run (load average ${load.toFixed(1)})`] : []),
  ];
}
