import { setTimeout } from "node:timers/promises";
import { type Gateway, type GatewayConfig, startGateway } from "../envoy/gateway.ts";
import { until } from "../envoy/until.ts";
import { retriesOf } from "./envoy-counters.ts";
import { type Load, startLoad } from "./load.ts";
import { counted, NOTHING, type Result } from "./result.ts";
import type { Scenario, Stage } from "./scenario.ts";
import { type ScriptedTarget, startTarget } from "./scripted-target.ts";

export interface RunOptions {
  /** Path of the Envoy binary. */
  binary: string;
  /** How long each state of things lasts, in milliseconds. */
  phaseMs: number;
  callers: number;
}

const MODEL = "m";
const PAUSE_MS = 5;

/** Of each caller, in a phase at least. */
const ANSWERS_EACH = 2;

/** Plays one scenario on an Envoy and targets of its own, which end with it. */
export async function runScenario(scenario: Scenario, options: RunOptions): Promise<Result> {
  const skipped = scenario.missing?.();
  if (skipped !== undefined) return { ...NOTHING, scenario, skipped };
  try {
    return await play(scenario, options);
  } catch (error) {
    return { ...NOTHING, scenario, stopped: String(error) };
  }
}

async function play(scenario: Scenario, { binary, phaseMs, callers }: RunOptions): Promise<Result> {
  const setting = (await scenario.prepare?.()) ?? {};
  const stops: (() => Promise<unknown>)[] = [async () => setting.stop?.()];
  try {
    const targets = [
      await startTarget("a", "anthropic"),
      await startTarget("b", "openai"),
      await startTarget("c", "ollama"),
    ];
    stops.unshift(() => Promise.all(targets.map((target) => target.die())));
    const config = { ...configOf(targets), ...setting.config };
    const start = async (options = setting.options): Promise<Gateway> => {
      const gateway = await startGateway(config, { ...options, binary });
      stops.unshift(gateway.stop);
      return gateway;
    };
    const gateway = await start();
    const begun = performance.now();
    const load = startLoad({ url: gateway.url, model: MODEL, headers: setting.headers, callers, pauseMs: PAUSE_MS });
    stops.unshift(load.stop);
    const stage: Stage = {
      gateway,
      targets: targets as [ScriptedTarget, ScriptedTarget, ScriptedTarget],
      load,
      config,
      startAnother: () => start({ environment: setting.options?.environment }),
      goOn: () => goOn(load, phaseMs),
    };
    const stopped = await act(scenario, stage);
    await load.stop();
    // Where the scenario ended its Envoy, nobody is left to ask.
    const retried = await retriesOf(gateway).catch(() => 0);
    return { scenario, stopped, ...counted(load), retried, seconds: (performance.now() - begun) / 1000 };
  } finally {
    for (const stop of stops) await stop();
  }
}

/** Why the scenario did not come to its end, if it did not. */
async function act(scenario: Scenario, stage: Stage): Promise<string | undefined> {
  try {
    await stage.goOn();
    await scenario.act(stage);
    await stage.goOn();
    return undefined;
  } catch (error) {
    return String(error);
  }
}

/** Hung targets are left soon: a caller waits for at most two of them. */
const FIRST_TOKEN = "2s";

export function configOf(targets: readonly ScriptedTarget[]): GatewayConfig {
  return {
    timeouts: { first_token: FIRST_TOKEN },
    providers: Object.fromEntries(targets.map(({ name, dialect, baseUrl }) => [name, { dialect, url: baseUrl }])),
    models: { [MODEL]: { targets: targets.map(({ name }) => ({ provider: name, model: `upstream-${name}` })) } },
  };
}

async function goOn(load: Load, phaseMs: number): Promise<void> {
  const enough = load.asked.length + load.callers * ANSWERS_EACH;
  await setTimeout(phaseMs);
  await until("requests go through", () => load.asked.length >= enough);
}
