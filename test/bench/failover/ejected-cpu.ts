import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { sumOf } from "../../chaos/envoy-counters.ts";
import { WIRE } from "../../fixtures/wire/index.ts";
import { median } from "../compare.ts";
import { cpuTime } from "../cpu-time.ts";
import { answerBody, requestOf } from "../workload.ts";
import { runWrk } from "../wrk.ts";
import { CASES, type Case, type Envoy } from "./envoys.ts";

const CONNECTIONS = 8;
const PROMPT_BYTES = 300;

/** Microseconds of CPU of the whole Envoy process per request: medians over the rounds. */
export interface EjectedCpu {
  cpu: Record<Case, number>;
  /** To the healthy case of the same round: median, least and most. */
  ratio: Record<Exclude<Case, "healthy">, { median: number; min: number; max: number }>;
  /** Attempts that Envoy made again while it was measured: none, since the failed target is out. */
  retried: number;
}

/** The same Envoy, the same requests: of a model whose first target is well, and of two whose first target is ejected. */
export async function measureEjectedCpu(envoy: Envoy, rounds: number, folder: string): Promise<EjectedCpu> {
  const answerBytes = Buffer.byteLength(answerBody("chat", "openai"));
  const sides = CASES.map((name) => {
    const body = requestOf(PROMPT_BYTES, name);
    const bodyPath = join(folder, `failover-${name}.json`);
    writeFileSync(bodyPath, body);
    const url = envoy.url + WIRE.openai.path;
    return {
      name,
      side: { name: "gateway" as const, pid: envoy.process.pid, url, body, bodyPath },
      cpu: [] as number[],
    };
  });
  // Warms up, and has the failing targets ejected.
  for (const { side } of sides) await runWrk(side, CONNECTIONS, 1, answerBytes);
  const retries = () => sumOf(envoy, /^cluster\..*\.upstream_rq_retry$/);
  const before = await retries();
  for (let round = 0; round < rounds; round++) {
    for (const { side, cpu } of round % 2 === 0 ? sides : sides.toReversed()) {
      const begun = cpuTime(side.pid);
      const { requests } = await runWrk(side, CONNECTIONS, 1, answerBytes);
      cpu.push((cpuTime(side.pid) - begun) / requests);
    }
  }
  const of = (wanted: Case) => sides.find(({ name }) => name === wanted)?.cpu ?? [];
  const ratioOf = (name: Case) => {
    const ratios = of(name).map((cpu, round) => cpu / (of("healthy")[round] ?? Number.NaN));
    return { median: median(ratios), min: Math.min(...ratios), max: Math.max(...ratios) };
  };
  return {
    cpu: { healthy: median(of("healthy")), refused: median(of("refused")), error: median(of("error")) },
    ratio: { refused: ratioOf("refused"), error: ratioOf("error") },
    retried: (await retries()) - before,
  };
}
