/**
 * What a search for many regular expressions costs in the wasm alone: `npm run bench:patterns`. The
 * automaton is warm; JavaScript's RegExp, one pattern after another, stands beside it.
 */
import { readFileSync } from "node:fs";
import { buildModule } from "../../pure/build-module.ts";
import { median } from "../translation/measure.ts";
import { PATTERNS } from "./patterns.ts";

const ROUNDS = 21;
const WARM_UP_BYTES = 4_000_000;
const BYTES_PER_ROUND = 1_000_000;

const root = new URL("../../../", import.meta.url);

interface Exports {
  memory: WebAssembly.Memory;
  allocate(size: number): number;
  openSet(): void;
  addRegex(at: number, size: number, whole: number, anyCase: number): number;
  compileSet(): void;
  forget(): void;
  search(at: number, size: number): number;
}

const wasm = await buildModule("patterns", "bench");
const module = await WebAssembly.compile(readFileSync(wasm));
const english = readFileSync(new URL("README.md", root), "utf8").replaceAll(/[^ -~\n]/g, "");

console.log(`median of ${ROUNDS} rounds; English text without a match\n`);
console.log(row("patterns", "text", "µs", "ns/byte", "RegExp: µs", "ns/byte"));
for (const size of [2_000, 100_000]) {
  const text = english.repeat(Math.ceil(size / english.length)).slice(0, size);
  for (const count of [1, 10, 50]) console.log(await measure(PATTERNS.slice(0, count), text));
}

async function measure(patterns: readonly string[], text: string): Promise<string> {
  const exports = (await WebAssembly.instantiate(module, { env: { abort: () => {} } })).exports as unknown as Exports;
  const place = (bytes: string): [number, number] => {
    const data = Buffer.from(bytes);
    const at = exports.allocate(data.length);
    new Uint8Array(exports.memory.buffer).set(data, at);
    return [at, data.length];
  };
  exports.openSet();
  for (const pattern of patterns) exports.addRegex(...place(pattern), 0, 1);
  exports.compileSet();
  const [at, size] = place(text);
  const ours = time(text.length, () => {
    exports.forget();
    return exports.search(at, size);
  });
  const judges = patterns.map((pattern) => new RegExp(pattern, "i"));
  const theirs = time(text.length, () => judges.filter((judge) => judge.test(text)).length);
  if (ours.found !== theirs.found) throw new Error(`found ${ours.found}, RegExp finds ${theirs.found}`);
  const cells = [ours.ns, theirs.ns].flatMap((ns) => [(ns / 1000).toFixed(1), (ns / text.length).toFixed(2)]);
  return row(`${patterns.length}`, `${text.length}`, ...cells);
}

function time(bytes: number, run: () => number): { ns: number; found: number } {
  for (let done = 0; done < WARM_UP_BYTES; done += bytes) run();
  const times = Math.max(1, Math.round(BYTES_PER_ROUND / bytes));
  let found = 0;
  const rounds = Array.from({ length: ROUNDS }, () => {
    const begun = process.hrtime.bigint();
    for (let count = 0; count < times; count++) found = run();
    return Number(process.hrtime.bigint() - begun) / times;
  });
  return { ns: median(rounds), found };
}

function row(...cells: string[]): string {
  return cells.map((cell) => cell.padStart(12)).join("");
}
