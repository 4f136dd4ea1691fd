import { beforeEach, describe, expect, it } from "vitest";
import { loadAssembly } from "./load-assembly.ts";

interface Exports {
  counts(request: bigint, target: number, now: bigint): number;
  acquit(request: bigint, others: number, now: bigint): void;
  size(): number;
}

const [A, B] = [0, 1];
const [POISON, GOOD, OTHER] = [1n, 2n, 3n];
const NOW = BigInt(Date.UTC(2026, 10, 21, 12));
const SECOND = 1000n;

let wasm: Exports;
beforeEach(async () => {
  wasm = await loadAssembly<Exports>(import("./assembly/evidence.ts?wasm"));
});

const counts = (request: bigint, target: number, after = 0n) => wasm.counts(request, target, NOW + after) !== 0;

describe("what counts against a host", () => {
  it("is a request's failure, once at each target", () => {
    expect([counts(POISON, A), counts(POISON, B)]).toEqual([true, true]);
    expect([counts(POISON, A), counts(POISON, B), counts(POISON, A, SECOND)]).toEqual([false, false, false]);
    expect([counts(POISON, A, 302n * SECOND), counts(POISON, A, 303n * SECOND)]).toEqual([true, false]);
  });

  it("is the failure of each other request", () => {
    expect([POISON, GOOD, OTHER].map((request) => counts(request, A))).toEqual([true, true, true]);
  });

  it("is every failure of a request that another target has answered", () => {
    expect(counts(GOOD, A)).toBe(true);
    wasm.acquit(GOOD, 1 << A, NOW);
    expect([counts(GOOD, A), counts(GOOD, A), counts(GOOD, A, 59n * SECOND)]).toEqual([true, true, true]);
    expect(counts(GOOD, A, 61n * SECOND)).toBe(false);
  });

  it("is every failure at a host that has just failed what another target answered, and of no other host", () => {
    for (const target of [A, B]) counts(POISON, target);
    counts(GOOD, A);
    wasm.acquit(GOOD, 1 << A, NOW);
    expect([counts(POISON, A, SECOND), counts(POISON, B, SECOND)]).toEqual([true, false]);
    expect(counts(POISON, A, 11n * SECOND)).toBe(false);
  });
});

it("what is remembered is bounded, and forgotten when it is over", () => {
  for (let request = 10n; request < 2000n; request += 1n) counts(request, A);
  expect(wasm.size()).toBe(256 * 16);
  expect(counts(1999n, A), "the newest are kept").toBe(false);
  counts(5n, A, 400n * SECOND);
  expect(wasm.size()).toBe(16);
});
