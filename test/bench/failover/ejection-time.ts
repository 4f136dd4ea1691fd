import { startLoad } from "../../chaos/load.ts";
import { type ScriptedTarget, startTarget } from "../../chaos/scripted-target.ts";
import { type Gateway, type GatewayConfig, startGateway } from "../../envoy/gateway.ts";
import { until } from "../../envoy/until.ts";
import { type Behaviour, closes, refuses } from "../../fixtures/provider/index.ts";

/** Callers of each model, each with a connection of its own: both workers have some of them. */
const CALLERS = 16;
const PAUSE_MS = 20;

/** So long without a request, it is out in every worker. */
const SILENCE_MS = 1000;

const FAILURES: Readonly<Record<string, Behaviour>> = { "answers 500": refuses(500, "oops"), resets: closes() };

export interface EjectionTime {
  failure: string;
  /** From the first request that failed to the last one that reached the target: milliseconds. */
  toEjection: number;
  /** Requests that reached it meanwhile, of all workers. */
  reached: number;
  /** From its recovery to the first request that it got: milliseconds. It was ejected for a while by then. */
  toTraffic: number;
  /** From its ejection to that request: milliseconds. */
  outFor: number;
}

/** The rendered configuration, two workers; each time a target that has not failed before. */
export async function measureEjectionTime(binary: string, times: number): Promise<EjectionTime[]> {
  const failures = Object.keys(FAILURES);
  const second = await startTarget("second", "ollama");
  const firsts = await Promise.all(
    failures.flatMap((_, kind) =>
      Array.from({ length: times }, (_, nth) => startTarget(`first-${kind}-${nth}`, "openai")),
    ),
  );
  const gateway = await startGateway(configOf(firsts, second), { binary });
  try {
    const measured: EjectionTime[] = [];
    for (let nth = 0; nth < times; nth++) {
      // The kinds at the same time: most of it is waiting for an ejection to end.
      const round = failures.map((failure, kind) => measureOne(gateway, failure, kind * times + nth, firsts));
      measured.push(...(await Promise.all(round)));
    }
    return measured;
  } finally {
    await gateway.stop();
    await Promise.all([second, ...firsts].map((target) => target.die()));
  }
}

function configOf(firsts: readonly ScriptedTarget[], second: ScriptedTarget): GatewayConfig {
  const provider = ({ name, dialect, baseUrl }: ScriptedTarget) => [name, { dialect, url: baseUrl }] as const;
  return {
    providers: Object.fromEntries([...firsts, second].map(provider)),
    models: Object.fromEntries(
      firsts.map(({ name }, index) => [`m-${index}`, { targets: [{ provider: name }, { provider: second.name }] }]),
    ),
  };
}

async function measureOne(
  gateway: Gateway,
  failure: string,
  index: number,
  firsts: readonly ScriptedTarget[],
): Promise<EjectionTime> {
  const [target, behaviour] = [firsts[index], FAILURES[failure]];
  if (target === undefined || behaviour === undefined) throw new Error(`there is no target ${index}, or no ${failure}`);
  const load = startLoad({ url: gateway.url, model: `m-${index}`, callers: CALLERS, pauseMs: PAUSE_MS });
  try {
    await until("every caller is served", () => target.arrivals.length > CALLERS * 4);
    const before = target.arrivals.length;
    target.behave(behaviour);
    const last = () => target.arrivals.at(-1) ?? 0;
    await until("it is ejected", () => target.arrivals.length > before && performance.now() - last() > SILENCE_MS);
    const [firstFailure = 0, lastFailure, reached] = [target.arrivals[before], last(), target.arrivals.length - before];
    target.recover();
    const recovered = performance.now();
    const upToNow = target.arrivals.length;
    await until("it has traffic again", () => target.arrivals.length > upToNow);
    const back = target.arrivals[upToNow] ?? 0;
    if (load.failures.length > 0) throw new Error(`requests failed: ${load.failures.join("\n")}`);
    const [toEjection, toTraffic, outFor] = [lastFailure - firstFailure, back - recovered, back - lastFailure];
    return { failure, toEjection, reached, toTraffic, outFor };
  } finally {
    await load.stop();
  }
}
