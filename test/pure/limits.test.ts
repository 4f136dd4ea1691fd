import { readFile } from "node:fs/promises";
import { beforeAll, describe, expect, it } from "vitest";

interface Exports {
  memory: WebAssembly.Memory;
  roomAt(): number;
  limit(scope: number, requests: bigint, tokens: bigint, concurrent: bigint): void;
  admit(scopes: number, tokens: bigint, now: bigint): number;
  settle(request: number, tokens: bigint, now: bigint): void;
  beat(now: bigint): void;
  windowStartOf(period: number, now: bigint): bigint;
  windowEndOf(period: number, start: bigint): bigint;
}

const NOON = BigInt(Date.UTC(2026, 10, 21, 12));
const MINUTE = 60_000n;
const NONE = -1n;

let module: WebAssembly.Module;
beforeAll(async () => {
  const { default: wasm } = await import("./assembly/limits.ts?wasm");
  module = await WebAssembly.compile(await readFile(wasm));
});

/** What Envoy's shared data is, for several VMs. `between`: what others do before a write goes through. */
class SharedLedger {
  readonly #records = new Map<string, { bytes: Uint8Array; version: number }>();
  #next = 1;
  between: () => void = () => {};

  vm(): Exports {
    let version = 0xffffffff;
    let exports: Exports;
    const bytes = (at: number, size: number) => new Uint8Array(exports.memory.buffer, at, size).slice();
    const name = (at: number, size: number) => Buffer.from(bytes(at, size)).toString();
    const get = (key: number, size: number) => {
      const record = this.#records.get(name(key, size));
      version = record?.version ?? 0xffffffff;
      if (record) new Uint8Array(exports.memory.buffer).set(record.bytes, exports.roomAt());
      return record?.bytes.length ?? -1;
    };
    const put = (key: number, size: number, at: number, recordSize: number, expected: number) => {
      const interlude = this.between;
      this.between = () => {};
      const record = bytes(at, recordSize);
      const named = name(key, size);
      interlude();
      const there = this.#records.get(named);
      if (there && there.version !== expected >>> 0) return 0;
      this.#records.set(named, { bytes: record, version: this.#next++ });
      return 1;
    };
    const abort = () => {
      throw new Error("the filter aborted");
    };
    const imports = { env: { abort }, limits: { ledgerGet: get, ledgerPut: put, ledgerVersion: () => version } };
    exports = new WebAssembly.Instance(module, imports).exports as unknown as Exports;
    for (let scope = 0; scope < 3; scope++) exports.limit(scope, NONE, NONE, NONE);
    return exports;
  }

  /** VMs with one limit in the first scope. */
  vms(count: number, requests: bigint, tokens = NONE, concurrent = NONE): Exports[] {
    return Array.from({ length: count }, () => {
      const vm = this.vm();
      vm.limit(0, requests, tokens, concurrent);
      vm.beat(NOON);
      return vm;
    });
  }
}

describe("windows", () => {
  it("are those of the calendar, for four hundred years", () => {
    const vm = new SharedLedger().vm();
    const ms = (date: Date) => BigInt(date.getTime());
    for (let year = 1970; year < 2370; year++) {
      for (let month = 0; month < 12; month++) {
        const begins = ms(new Date(Date.UTC(year, month)));
        const ends = ms(new Date(Date.UTC(year, month + 1)));
        expect(vm.windowStartOf(2, begins)).toBe(begins);
        expect(vm.windowStartOf(2, ends - 1n)).toBe(begins);
        expect(vm.windowEndOf(2, begins)).toBe(ends);
      }
    }
    expect(vm.windowStartOf(0, NOON + 59_999n)).toBe(NOON);
    expect(vm.windowEndOf(0, NOON)).toBe(NOON + MINUTE);
    expect(vm.windowStartOf(1, NOON)).toBe(NOON - (NOON % 86_400_000n));
    expect(vm.windowEndOf(1, 0n)).toBe(86_400_000n);
  });
});

describe("workers at the same moment", () => {
  it("lose no request, whoever writes in between", () => {
    const ledger = new SharedLedger();
    const [one, other] = ledger.vms(2, 10n) as [Exports, Exports];
    let passed = 0;
    const ask = (vm: Exports) => {
      if (vm.admit(1, 1n, NOON) > 0) passed += 1;
    };
    // The first write makes the account: two VMs find none.
    for (let i = 0; i < 8; i++) {
      ledger.between = () => ask(other);
      ask(one);
    }
    expect(passed).toBe(10);
  });

  it("do not admit what is gone when their write goes through, nor keep it in another scope", () => {
    const ledger = new SharedLedger();
    const [one, other] = ledger.vms(2, NONE) as [Exports, Exports];
    for (const vm of [one, other]) {
      vm.limit(0, 5n, NONE, NONE);
      vm.limit(1, 1n, NONE, NONE);
    }
    // Of two scopes: the first is written, then another VM takes the last of the second.
    const second = other;
    second.limit(0, NONE, NONE, NONE);
    ledger.between = () => {
      ledger.between = () => expect(second.admit(2, 1n, NOON)).toBeGreaterThan(0);
    };
    expect(one.admit(2, 1n, NOON)).toBe(0);
    one.limit(1, NONE, NONE, NONE);
    for (let i = 0; i < 5; i++) expect(one.admit(2, 1n, NOON)).toBeGreaterThan(0);
    expect(one.admit(2, 1n, NOON)).toBe(0);
  });

  it("settle at the same moment too", () => {
    const ledger = new SharedLedger();
    const [one, other] = ledger.vms(2, NONE, 100n) as [Exports, Exports];
    const mine = one.admit(1, 40n, NOON);
    const theirs = other.admit(1, 40n, NOON);
    ledger.between = () => other.settle(theirs, 10n, NOON);
    one.settle(mine, 20n, NOON);
    expect(one.admit(1, 71n, NOON)).toBe(0);
    expect(other.admit(1, 70n, NOON)).toBeGreaterThan(0);
  });
});

describe("a VM that is gone", () => {
  it("holds neither tokens nor a place, when it was not heard of for five seconds", () => {
    const ledger = new SharedLedger();
    const [one, gone] = ledger.vms(2, NONE, 100n, 2n) as [Exports, Exports];
    gone.admit(1, 60n, NOON);
    expect(one.admit(1, 50n, NOON)).toBe(0);
    one.beat(NOON + 5_000n);
    expect(one.admit(1, 50n, NOON + 5_000n)).toBe(0);
    one.beat(NOON + 5_001n);
    expect(one.admit(1, 50n, NOON + 5_001n)).toBeGreaterThan(0);
    expect(one.admit(1, 50n, NOON + 5_001n)).toBeGreaterThan(0);
    expect(one.admit(1, 0n, NOON + 6_000n)).toBe(0);
  });

  it("holds what it held, if it comes back", () => {
    const ledger = new SharedLedger();
    const [one, slow] = ledger.vms(2, NONE, NONE, 2n) as [Exports, Exports];
    slow.admit(1, 1n, NOON);
    one.beat(NOON + 10_000n);
    const mine = one.admit(1, 1n, NOON + 10_000n);
    slow.beat(NOON + 10_001n);
    one.beat(NOON + 10_002n);
    expect(one.admit(1, 1n, NOON + 10_002n)).toBe(0);
    one.settle(mine, 1n, NOON + 10_002n);
    expect(one.admit(1, 1n, NOON + 10_002n)).toBeGreaterThan(0);
    expect(one.admit(1, 1n, NOON + 10_002n)).toBe(0);
  });
});

describe("nothing leaks", () => {
  it("over many requests of several VMs, minutes and outcomes", () => {
    const ledger = new SharedLedger();
    const vms = ledger.vms(3, NONE, 1000n, 20n);
    let seed = 7;
    const random = (below: number) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return seed % below;
    };
    let now = NOON;
    const open: [Exports, number][] = [];
    for (let i = 0; i < 3000; i++) {
      now += BigInt(random(200));
      if (i % 10 === 0) for (const vm of vms) vm.beat(now);
      const vm = vms[random(vms.length)] as Exports;
      const request = vm.admit(1, BigInt(random(60)), now);
      if (request > 0) open.push([vm, request]);
      while (open.length > random(30)) {
        const [owner, ended] = open.splice(random(open.length), 1)[0] as [Exports, number];
        owner.settle(ended, BigInt(random(90)), now);
      }
    }
    for (const [vm, request] of open) vm.settle(request, 0n, now);
    now += 2n * MINUTE;
    for (const vm of vms) vm.beat(now);
    // A whole minute's tokens, and every place, are free again.
    expect(vms[0]?.admit(1, 981n, now)).toBeGreaterThan(0);
    for (let i = 0; i < 19; i++) expect(vms[i % 3]?.admit(1, 1n, now)).toBeGreaterThan(0);
    expect(vms[1]?.admit(1, 1n, now)).toBe(0);
  });
});
