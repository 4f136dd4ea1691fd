import { readFile } from "node:fs/promises";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";

interface Exports {
  start(most: bigint): void;
  open(key: number, tenant: number): number;
  hold(request: number, bytes: bigint): number;
  couldFit(bytes: bigint): number;
}

const MOST = 1200;
const NO_TENANT = 0;

let shares: Exports;
beforeAll(async () => {
  const { default: wasm } = await import("./assembly/memory-shares.ts?wasm");
  const { instance } = await WebAssembly.instantiate(await readFile(wasm), {
    env: { abort: () => {}, seed: () => 0 },
  });
  shares = instance.exports as unknown as Exports;
});
beforeEach(() => shares.start(BigInt(MOST)));

/** Opens requests of 10 bytes until one is refused; how many bytes they hold. */
function takeAll(key: number, tenant: number): number {
  for (let bytes = 0; ; bytes += 10) {
    if (!shares.hold(shares.open(key, tenant), 10n)) return bytes;
  }
}

describe("one caller's part of a worker's memory", () => {
  it("is a third for a key that takes all it can", () => {
    expect(takeAll(1, NO_TENANT)).toBe(MOST / 3);
  });

  it("is a half for a tenant, however many keys it has", () => {
    for (let key = 1; key <= 50; key++) takeAll(key, 7);
    const rest = takeAll(100, 8);
    expect(rest).toBeGreaterThan(MOST / 8);
  });

  it("leaves room for a newcomer, whoever came before", () => {
    for (let tenant = 1; tenant <= 5; tenant++) for (let key = 1; key <= 3; key++) takeAll(tenant * 10 + key, tenant);
    expect(shares.hold(shares.open(99, 9), 10n)).toBeTruthy();
  });

  it("is free again when the requests are over", () => {
    const request = shares.open(1, 1);
    expect(shares.hold(request, 400n)).toBeTruthy();
    expect(shares.hold(shares.open(1, 1), 10n)).toBeFalsy();
    expect(shares.hold(request, 0n)).toBeTruthy();
    expect(takeAll(1, 1)).toBe(MOST / 3);
  });

  it("counts a request that grows once", () => {
    const request = shares.open(1, 1);
    for (let bytes = 0; bytes <= 400; bytes += 40) expect(shares.hold(request, BigInt(bytes))).toBeTruthy();
    expect(shares.hold(request, 420n)).toBeFalsy();
    expect(shares.hold(request, 390n)).toBeTruthy();
  });

  it("tells what never fits from what has to wait", () => {
    takeAll(1, NO_TENANT);
    expect(shares.couldFit(BigInt(MOST / 2))).toBeTruthy();
    expect(shares.couldFit(BigInt(MOST / 2 + 1))).toBeFalsy();
  });
});
