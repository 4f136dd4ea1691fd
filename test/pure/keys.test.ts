import { beforeEach, describe, expect, it } from "vitest";
import { loadAssembly } from "./load-assembly.ts";

/** Of plugin/policy/failure/table.ts. */
const Kind = { RateLimit: 6, KeyRefused: 7, Quota: 8, ModelNotFound: 9 } as const;

interface Exports {
  memory: WebAssembly.Memory;
  roomAt(): number;
  httpDate(size: number): bigint;
  coolsUntil(kind: number, told: bigint, isWhole: boolean, inARow: number, now: bigint): bigint;
  failed(id: bigint, now: bigint, until: bigint): number;
  cool(kind: number, asked: boolean, until: bigint, now: bigint): void;
  take(size: number, kind: number, until: bigint, now: bigint): number;
  cooledUntil(now: bigint): bigint;
  noteOut(until: bigint): void;
  fill(entries: number, now: bigint): void;
  recordSize(): number;
  news(): number;
  newsAt(index: number): number;
  provide(keys: number, strategy: number, seed: bigint): void;
  choose(free: number, tokens: bigint, now: bigint): number;
  converse(mark: bigint): void;
  left(place: number, share: number, until: bigint): void;
}

const NOW = BigInt(Date.UTC(2026, 10, 21, 12));
const SECOND = 1000n;
const DAY = 86_400n * SECOND;

let wasm: Exports;
beforeEach(async () => {
  wasm = await loadAssembly<Exports>(import("./assembly/keys.ts?wasm"));
});

function write(text: string): number {
  const bytes = Buffer.from(text);
  new Uint8Array(wasm.memory.buffer).set(bytes, wasm.roomAt());
  return bytes.length;
}

function news(): string[] {
  return Array.from({ length: wasm.news() }, (_, index) => {
    const size = wasm.newsAt(index);
    return Buffer.from(new Uint8Array(wasm.memory.buffer, wasm.roomAt(), size)).toString();
  });
}

describe("a date in a header", () => {
  it.each([
    "Sun, 06 Nov 1994 08:49:37 GMT",
    "Sat, 21 Nov 2026 12:00:00 GMT",
    "Thu, 29 Feb 2024 23:59:59 GMT",
  ])("%s", (text) => {
    expect(wasm.httpDate(write(text))).toBe(BigInt(Date.parse(text)));
  });

  it.each([
    "",
    "120",
    "Sunday, 06-Nov-94 08:49:37 GMT",
    "Sun Nov  6 08:49:37 1994",
    "Sun, 06 Nov 1994 08:49:37 CET",
    "Sun, 06 Nuv 1994 08:49:37 GMT",
    "Sun, 06 Nov 1994 28:49:37 GMT",
  ])("is none: %s", (text) => {
    expect(wasm.httpDate(write(text))).toBe(-1n);
  });
});

describe("how long what failed cools down", () => {
  it.each<[string, number, bigint, number, bigint]>([
    ["a rate limit, as told", Kind.RateLimit, NOW + 7n * SECOND, 5, 7n * SECOND],
    ["a rate limit, a day at most", Kind.RateLimit, NOW + 400n * DAY, 1, DAY],
    ["a rate limit, told for a time that is over", Kind.RateLimit, NOW - 1n, 1, SECOND],
    ["the first rate limit", Kind.RateLimit, 0n, 1, SECOND],
    ["the fourth in a row", Kind.RateLimit, 0n, 4, 8n * SECOND],
    ["the hundredth", Kind.RateLimit, 0n, 100, 60n * SECOND],
    ["a quota", Kind.Quota, 0n, 1, 60n * SECOND],
    ["a quota, as told", Kind.Quota, NOW + 3600n * SECOND, 1, 3600n * SECOND],
    ["a key that is refused for one model", Kind.KeyRefused, 0n, 1, SECOND],
    ["a model that is not there", Kind.ModelNotFound, 0n, 1, SECOND],
    ["a model that is not there, the seventh time in a row", Kind.ModelNotFound, 0n, 7, 60n * SECOND],
  ])("%s", (_, kind, told, inARow, expected) => {
    expect(wasm.coolsUntil(kind, told, false, inARow, NOW) - NOW).toBe(expected);
  });

  it("a key that is refused for all models cools down for five minutes, whatever is told of limits", () => {
    expect(wasm.coolsUntil(Kind.KeyRefused, NOW + SECOND, true, 1, NOW) - NOW).toBe(300n * SECOND);
  });

  it("what fails while the last cool-down lasts is no further failure in a row", () => {
    const fail = (at: bigint, until: bigint) => wasm.failed(1n, NOW + at, NOW + until);
    expect([fail(0n, 1000n), fail(10n, 1010n), fail(900n, 1900n), fail(1900n, 3900n), fail(3900n, 9n)]).toEqual([
      1, 1, 1, 2, 3,
    ]);
  });
});

describe("cool-downs", () => {
  it("only ever get longer, and are news when they begin", () => {
    wasm.cool(Kind.RateLimit, true, NOW + 5000n, NOW);
    wasm.cool(Kind.RateLimit, true, NOW + 2000n, NOW);
    expect(wasm.cooledUntil(NOW)).toBe(NOW + 5000n);
    wasm.cool(Kind.Quota, false, NOW + 9000n, NOW);
    expect([wasm.cooledUntil(NOW), wasm.cooledUntil(NOW + 9000n)]).toEqual([NOW + 9000n, 0n]);
    const told = news();
    expect(told).toEqual([expect.stringMatching(/^[0-9a-f]{16} acme main large \d+ rate_limit$/)]);
    expect(news()).toEqual([]);
    wasm.cool(Kind.KeyRefused, false, NOW + 20_000n, NOW + 9000n);
    expect(news()).toEqual([expect.stringMatching(/ key_refused$/)]);
  });

  it("of another Envoy are taken by the id of its news, and are no news here", () => {
    wasm.cool(Kind.RateLimit, true, NOW + 5000n, NOW);
    const [id = ""] = (news()[0] ?? "").split(" ");
    expect(wasm.take(write(id), Kind.RateLimit, NOW + 1000n, NOW)).toBe(1);
    expect(wasm.cooledUntil(NOW)).toBe(NOW + 5000n);
    wasm.take(write(id), Kind.RateLimit, NOW + 8000n, NOW);
    expect([wasm.cooledUntil(NOW), news()]).toEqual([NOW + 8000n, []]);
  });

  it.each(["", "0123", "0123456789abcdeg", "0123456789ABCDEF", "0123456789abcdef0"])("no id: %j", (id) => {
    expect(wasm.take(write(id), Kind.RateLimit, NOW + 1000n, NOW)).toBe(0);
  });

  it("are bounded, and forgotten when they are over", () => {
    wasm.fill(2000, NOW);
    expect(wasm.recordSize()).toBe(512 * 24);
    wasm.cool(Kind.RateLimit, false, NOW + 60_000n, NOW + 10_000n);
    expect(wasm.recordSize()).toBe(24);
  });

  it("a key whose own limits shut it out is told once for each window", () => {
    for (const until of [5n, 5n, 65n, 65n]) wasm.noteOut(NOW + until * SECOND);
    expect(news().map((line) => line.split(" ").slice(1))).toEqual([
      ["acme", "main", "", String(NOW + 5n * SECOND), "limit"],
      ["acme", "main", "", String(NOW + 65n * SECOND), "limit"],
    ]);
  });
});

describe("the choice among free keys", () => {
  const ALL = 0b111;
  const times = (count: number, free = ALL) => Array.from({ length: count }, () => wasm.choose(free, 0n, NOW));

  it("in turn, past those that are not free", () => {
    wasm.provide(3, 0, 0n);
    expect([...times(4), ...times(3, 0b101), ...times(2)]).toEqual([0, 1, 2, 0, 2, 0, 2, 0, 1]);
  });

  it("the one least used in the minute", () => {
    wasm.provide(3, 1, 0n);
    expect([wasm.choose(ALL, 9n, NOW), wasm.choose(ALL, 5n, NOW), wasm.choose(ALL, 7n, NOW)]).toEqual([0, 1, 2]);
    expect(times(3)).toEqual([1, 2, 0]);
    expect(times(2, 0b001)).toEqual([0, 0]);
    expect(times(4)).toEqual([1, 2, 1, 2]);
    expect(wasm.choose(ALL, 0n, NOW + 60_000n)).toBe(0);
  });

  it("by weight, the same again for the same seed", () => {
    const draw = (seed: bigint) => {
      wasm.provide(3, 2, seed);
      return times(6000);
    };
    const drawn = draw(7n);
    const share = (place: number) => drawn.filter((one) => one === place).length / 6000;
    expect(share(0)).toBeCloseTo(1 / 6, 1);
    expect(share(1)).toBeCloseTo(2 / 6, 1);
    expect(share(2)).toBeCloseTo(3 / 6, 1);
    expect(draw(7n)).toEqual(drawn);
    expect(draw(8n)).not.toEqual(drawn);
  });

  it("one for each conversation, by weight; by weight alone where there is none", () => {
    wasm.provide(3, 4, 7n);
    const of = (mark: number, free = ALL) => {
      wasm.converse(BigInt(mark));
      return wasm.choose(free, 0n, NOW);
    };
    const marks = Array.from({ length: 6000 }, (_, index) => index + 1);
    const homes = marks.map((mark) => of(mark));
    const share = (place: number) => homes.filter((one) => one === place).length / 6000;
    expect(share(0)).toBeCloseTo(1 / 6, 1);
    expect(share(1)).toBeCloseTo(2 / 6, 1);
    expect(share(2)).toBeCloseTo(3 / 6, 1);
    const without = marks.map((mark) => of(mark, 0b011));
    expect(without.filter((_, index) => homes[index] !== 2)).toEqual(homes.filter((one) => one !== 2));
    expect(marks.map((mark) => of(mark))).toEqual(homes);
    wasm.converse(0n);
    expect(new Set(times(100)).size).toBe(3);
  });

  it("the one of which the most is left; unknown is all, and what was told holds until it is over", () => {
    wasm.provide(3, 3, 0n);
    wasm.left(0, 0.5, NOW + 1000n);
    wasm.left(1, 0.25, NOW + 1000n);
    expect([...times(2), ...times(1, 0b011), ...times(1, 0b010)]).toEqual([2, 2, 0, 1]);
    expect(new Set([0, 1, 2].map(() => wasm.choose(ALL, 0n, NOW + 1000n))).size).toBe(3);
  });
});
