import { setTimeout } from "node:timers/promises";
import type { Dialect } from "../../contract/dialect.ts";
import { freePort } from "../envoy/free-port.ts";
import { baseUrlOf } from "../envoy/providers.ts";
import { answers, type Behaviour, startProvider } from "../fixtures/provider/index.ts";

/** One target of the model under load: a provider of its own, which may be done anything to. */
export interface ScriptedTarget {
  name: string;
  dialect: Dialect;
  /** What the provider's own SDK takes as its base URL. */
  baseUrl: string;
  /** When a request arrived last, in milliseconds since the process began. */
  arrivals: readonly number[];
  /** From now on; what is under way goes on as it began. */
  behave(behaviour: Behaviour): void;
  /** From now on it answers well. */
  recover(): void;
  /** Its port is closed, and every connection with it. */
  die(): Promise<void>;
  rise(): Promise<void>;
}

/** Slow enough for streams to be under way at any time: about 60 ms each. */
export const WELL = answers({}, { delayMs: 5 });

export async function startTarget(name: string, dialect: Dialect): Promise<ScriptedTarget> {
  const port = await freePort();
  const arrivals: number[] = [];
  let current: Behaviour = WELL;
  const serve: Behaviour = (call) => {
    arrivals.push(performance.now());
    return current(call);
  };
  const start = async () => {
    const started = await startProvider(serve, port);
    return started;
  };
  let provider: Awaited<ReturnType<typeof start>> | undefined = await start();
  return {
    name,
    dialect,
    baseUrl: baseUrlOf(dialect, provider.url),
    arrivals,
    behave: (behaviour) => {
      current = behaviour;
    },
    recover: () => {
      current = WELL;
    },
    die: async () => {
      await provider?.close();
      provider = undefined;
    },
    rise: async () => {
      provider ??= await start();
    },
  };
}

/** The same, later. */
export function late(milliseconds: number, behaviour: Behaviour): Behaviour {
  return async (call) => {
    await setTimeout(milliseconds);
    await behaviour(call);
  };
}
