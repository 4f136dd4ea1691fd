/**
 * What the rules of a policy cost for one request, in the wasm alone: `npm run bench:rules`. No rule holds,
 * so each is looked at to its end. CPU time, for others use the machine too; rounds of all tasks take turns,
 * and the median of the rounds counts.
 */
import { readFileSync } from "node:fs";
import { buildModule } from "../../pure/build-module.ts";
import { policyWith } from "../../pure/rules.ts";
import { median } from "../translation/measure.ts";
import { promptOf, rulesOf } from "./workload.ts";

const ROUNDS = 15;
const RULES = [1, 50, 200];
const KILOBYTES = [0.3, 2, 20];
/** So that a round of each takes about as long. */
const BYTES_OF_A_ROUND = 16_000_000;

interface Exports {
  memory: WebAssembly.Memory;
  allocate(size: number): number;
  load(at: number, size: number): number;
  choosePath(at: number, size: number): void;
  repeat(at: number, size: number, times: number): void;
}

interface Task {
  what: string;
  rules: number;
  kilobytes: number;
  times: number;
  run(times: number): void;
  micros: number[];
}

const wasm = await buildModule("rules", "bench");
const module = await WebAssembly.compile(readFileSync(wasm));
const tasks: Task[] = [];
for (const what of ["facts alone", "facts and prompt"] as const) {
  for (const rules of RULES) {
    for (const kilobytes of KILOBYTES) tasks.push(await task(what, rules, kilobytes));
  }
}
for (const { run, times } of tasks) run(times);
for (let round = 0; round < ROUNDS; round++) {
  for (const { run, times, micros } of tasks) {
    const begun = process.cpuUsage();
    run(times);
    micros.push(process.cpuUsage(begun).user / times);
  }
}
report();

async function task(what: "facts alone" | "facts and prompt", rules: number, kilobytes: number): Promise<Task> {
  const abort = () => {
    throw new Error("the filter aborted");
  };
  const exports = (await WebAssembly.instantiate(module, { env: { abort } })).exports as unknown as Exports;
  const place = (text: string): [number, number] => {
    const data = Buffer.from(text);
    const at = exports.allocate(data.length);
    new Uint8Array(exports.memory.buffer).set(data, at);
    return [at, data.length];
  };
  const policy = policyWith(rulesOf(rules, what === "facts and prompt"));
  if (!exports.load(...place(JSON.stringify(policy)))) throw new Error("the policy was refused");
  exports.choosePath(...place("/v1/chat/completions"));
  const [at, size] = place(JSON.stringify(promptOf(kilobytes * 1024)));
  const times = Math.ceil(BYTES_OF_A_ROUND / (size + 1000 + 30 * rules));
  return { what, rules, kilobytes, times, run: (count) => exports.repeat(at, size, count), micros: [] };
}

function report(): void {
  console.log(`µs of CPU for one request, median of ${ROUNDS} rounds; the body is scanned already\n`);
  console.log(row("conditions on", "rules", ...KILOBYTES.map((size) => `${size} KB`)));
  for (const what of new Set(tasks.map((task) => task.what))) {
    for (const rules of RULES) {
      const cells = tasks.filter((task) => task.what === what && task.rules === rules);
      console.log(row(what, `${rules}`, ...cells.map(({ micros }) => median(micros).toFixed(2))));
    }
  }
}

function row(first: string, ...cells: readonly string[]): string {
  return first.padEnd(20) + cells.map((cell) => cell.padStart(10)).join("");
}
