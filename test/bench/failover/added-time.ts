import { Client } from "undici";
import { WIRE } from "../../fixtures/wire/index.ts";
import { median } from "../compare.ts";
import { CLIENT_KEY } from "../gateway.ts";
import { requestOf } from "../workload.ts";
import { CASES, type Case, type FailoverEnvoys } from "./envoys.ts";

const SIDES = ["plain", "gateway"] as const;
type Side = (typeof SIDES)[number];

const PROMPT_BYTES = 300;
const PER_SLICE = 25;

/** Milliseconds, as a caller sees them. */
export interface Latency {
  requests: number;
  median: number;
  p99: number;
}

export interface AddedTime {
  latency: Record<Side, Record<Case, Latency>>;
  /** Of a failover, over the healthy median of the same side: milliseconds. */
  added: Record<Side, Record<Exclude<Case, "healthy">, { median: number; p99: number }>>;
}

/** One request at a time on one connection, in slices that take turns between cases and sides. */
export async function measureAddedTime({ plain, retrying }: FailoverEnvoys, rounds: number): Promise<AddedTime> {
  const clients = { plain: new Client(plain.url), gateway: new Client(retrying.url) };
  const pathOf = { plain: (name: Case) => `/${name}/chat${WIRE.openai.path}`, gateway: () => WIRE.openai.path };
  const times = SIDES.flatMap((side) => CASES.map((name) => ({ side, name, milliseconds: [] as number[] })));
  for (let round = -1; round < rounds; round++) {
    for (const slice of round % 2 === 0 ? times : times.toReversed()) {
      for (let nth = 0; nth < PER_SLICE; nth++) {
        const taken = await ask(clients[slice.side], pathOf[slice.side](slice.name), slice.name);
        // The first round warms up.
        if (round >= 0) slice.milliseconds.push(taken);
      }
    }
  }
  await Promise.all(Object.values(clients).map((client) => client.close()));
  const latencyOf = (side: Side, name: Case): Latency => {
    const own = times.find((slice) => slice.side === side && slice.name === name)?.milliseconds ?? [];
    return { requests: own.length, median: median(own), p99: p99(own) };
  };
  const bySide = <T>(of: (side: Side) => T) => ({ plain: of("plain"), gateway: of("gateway") });
  const latency = bySide((side) => ({
    healthy: latencyOf(side, "healthy"),
    refused: latencyOf(side, "refused"),
    error: latencyOf(side, "error"),
  }));
  const addedOf = (side: Side, name: Case) => ({
    median: latency[side][name].median - latency[side].healthy.median,
    p99: latency[side][name].p99 - latency[side].healthy.median,
  });
  return { latency, added: bySide((side) => ({ refused: addedOf(side, "refused"), error: addedOf(side, "error") })) };
}

async function ask(client: Client, path: string, model: string): Promise<number> {
  const headers = { "content-type": "application/json", authorization: `Bearer ${CLIENT_KEY}` };
  const body = requestOf(PROMPT_BYTES, model);
  const begun = performance.now();
  const response = await client.request({ path, method: "POST", headers, body });
  const text = await response.body.text();
  const taken = performance.now() - begun;
  if (response.statusCode !== 200) throw new Error(`${path}, ${model}: ${response.statusCode}: ${text.slice(0, 300)}`);
  return taken;
}

function p99(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.ceil(sorted.length * 0.99) - 1] ?? Number.NaN;
}
