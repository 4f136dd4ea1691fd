import { setTimeout } from "node:timers/promises";
import { startGateway } from "../../envoy/gateway.ts";
import { retriesOf } from "../envoy-counters.ts";
import { startLoad } from "../load.ts";
import { configOf } from "../run-scenario.ts";
import { startTarget } from "../scripted-target.ts";
import { type Availability, availabilityOf, type Out } from "./availability.ts";
import { compressed } from "./compressed.ts";
import { begin, end, type Outage } from "./outage.ts";
import { DAY } from "./schedule.ts";

/** A constant small load: about a hundred requests in a second. */
const CALLERS = 12;
const PAUSE_MS = 50;

/** A simulated five minutes; as little as a busy machine can be held to. */
const FIRST_TOKEN = "0.5s";

export interface Day extends Availability {
  retried: number;
  failures: readonly string[];
}

/**
 * Plays a day's outages on three targets of one model, each the primary of a third of the requests.
 *
 * @param seconds how long the day takes
 */
export async function runDay(outages: readonly Outage[], binary: string, seconds: number): Promise<Day> {
  const targets = [
    await startTarget("a", "anthropic"),
    await startTarget("b", "openai"),
    await startTarget("c", "ollama"),
  ];
  const { models, ...config } = configOf(targets);
  const equal = Object.entries(models).map(([name, { targets = [] }]) => [
    name,
    { targets: targets.map((target) => ({ ...target, weight: 1 })) },
  ]);
  const factor = DAY / seconds;
  const gateway = await startGateway(
    { ...config, timeouts: { first_token: FIRST_TOKEN }, models: Object.fromEntries(equal) },
    { binary, amend: (yaml) => compressed(yaml, factor) },
  );
  const load = startLoad({ url: gateway.url, model: "m", callers: CALLERS, pauseMs: PAUSE_MS });
  try {
    const begun = performance.now();
    const at = (second: number) => setTimeout(Math.max(0, begun + (second / factor) * 1000 - performance.now()));
    const play = async ({ target: place, kind, from, to }: Outage): Promise<Out> => {
      const target = targets[place];
      if (target === undefined) throw new Error(`there is no target ${place}`);
      await at(from);
      const began = performance.now();
      await begin(target, kind);
      await at(to);
      await end(target);
      return { target: place, from: began, to: performance.now() };
    };
    const [outs] = await Promise.all([Promise.all(outages.map(play)), at(DAY)]);
    await load.stop();
    const retried = await retriesOf(gateway);
    return { ...availabilityOf(load.asked, outs, targets.length), retried, failures: load.failures };
  } finally {
    await load.stop();
    await gateway.stop();
    await Promise.all(targets.map((target) => target.die()));
  }
}
