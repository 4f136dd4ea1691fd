/**
 * What a translation costs in the wasm alone, without Envoy: `npm run bench:translation`. Rounds of all
 * tasks take turns, so that what else the machine does falls on all alike; the median of the rounds counts.
 */
import { DIALECTS, type Dialect } from "../../../contract/dialect.ts";
import { CONVERSATION, conversationFor, REPLY, WIRE, wholeStream } from "../../fixtures/wire/index.ts";
import { buildModule } from "../../pure/build-module.ts";
import { type Cost, type Direction, median, prepare, type Run } from "./measure.ts";

const ROUNDS = 15;
const TIMES = 2000;
const WARM_UP = 20_000;
const DIRECTIONS: readonly Direction[] = ["request", "response", "stream"];

const wasm = await buildModule("exchange", "bench");
const tasks = await Promise.all(
  DIALECTS.flatMap((client) => DIALECTS.flatMap((provider) => DIRECTIONS.map((way) => task(client, provider, way)))),
);
for (const { run } of tasks) run(WARM_UP);
for (let round = 0; round < ROUNDS; round++) for (const task of tasks) task.costs.push(task.run(TIMES));
report();

interface Measured {
  client: Dialect;
  provider: Dialect;
  direction: Direction;
  bytes: number;
  run: Run;
  costs: Cost[];
}

async function task(client: Dialect, provider: Dialect, direction: Direction): Promise<Measured> {
  const bytes = Buffer.from(document(client, provider, direction));
  const run = await prepare(wasm, { client, provider, direction, bytes });
  return { client, provider, direction, bytes: bytes.length, run, costs: [] };
}

function document(client: Dialect, provider: Dialect, direction: Direction): string {
  if (direction === "request") return JSON.stringify(WIRE[client].request(conversationFor(client, provider)));
  if (direction === "response") return JSON.stringify(WIRE[provider].response(REPLY));
  return wholeStream(WIRE[provider].stream(REPLY, { stream: true, stream_options: { include_usage: true } }));
}

function report(): void {
  console.log(`a chat of ${CONVERSATION.turns.length} turns and an answer of ${REPLY.pieces.length} pieces;`);
  console.log(`median of ${ROUNDS} rounds of ${TIMES}, reading and writing with both sides' dialects\n`);
  console.log(row("client", "provider", "what", "bytes in", "ns", "bytes copied"));
  for (const { client, provider, direction, bytes, costs } of tasks) {
    const ns = median(costs.map((cost) => cost.ns));
    const copied = median(costs.map((cost) => cost.copied));
    console.log(row(client, provider, direction, `${bytes}`, ns.toFixed(0), copied.toFixed(0)));
  }
}

function row(...cells: readonly string[]): string {
  return cells.map((cell, index) => (index < 3 ? cell.padEnd(12) : cell.padStart(14))).join("");
}
