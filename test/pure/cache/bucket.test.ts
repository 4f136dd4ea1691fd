import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { PureCache } from "./cache.ts";

let bucket: PureCache["bucket"];
beforeAll(async () => {
  bucket = (await PureCache.load()).bucket;
});
beforeEach(() => bucket.emptyBucket());

const SHARE = 1000n;
const FAR = 1_000_000n;
const WAYS = 64;

/** At the moment `now`. */
const claim = (key: number, size: number, now: bigint, expires = FAR) => bucket.claim(key, size, SHARE, expires, now);
const held = (now: bigint) => Array.from({ length: 256 }, (_, key) => key).filter((key) => bucket.find(key, now) >= 0);
const bits = (mask: bigint) => Array.from({ length: WAYS }, (_, i) => i).filter((i) => (mask >> BigInt(i)) & 1n);

describe("a bucket", () => {
  it("holds what it was given, until that expires", () => {
    const way = claim(1, 10, 5n, 100n);
    expect([bucket.find(1, 99n), bucket.find(1, 100n), bucket.find(2, 99n)]).toEqual([way, -1, -1]);
  });

  it("takes nothing that has expired already", () => {
    expect(claim(1, 10, 5n, 5n)).toBe(-1);
  });

  it("takes nothing larger than its share, and gives nothing up for it", () => {
    claim(1, 900, 5n);
    expect([claim(2, 1001, 6n), bucket.find(1, 7n)]).toEqual([-1, 0]);
    expect(claim(2, 1000, 8n)).toBeGreaterThanOrEqual(0);
    expect(held(9n)).toEqual([2]);
  });

  it("gives up what was used longest ago, and no more than it must", () => {
    claim(1, 400, 1n);
    claim(2, 400, 2n);
    claim(3, 200, 3n);
    bucket.use(bucket.find(1, 5000n), 5000n);
    const second = bucket.find(2, 5000n);
    claim(4, 300, 6000n);
    expect(held(6000n)).toEqual([1, 3, 4]);
    // The new entry may lie where the old one was: its value is not to be emptied then.
    expect(bits(bucket.evicted())).toEqual(bucket.find(4, 6000n) === second ? [] : [second]);
  });

  it("has a place for a key once", () => {
    claim(1, 600, 1n);
    claim(2, 300, 2n);
    claim(1, 700, 3n);
    expect(held(4n)).toEqual([1, 2]);
    expect(bucket.evicted()).toBe(0n);
  });

  it("gives up what has expired before what has not", () => {
    claim(1, 400, 1n, 10n);
    claim(2, 600, 0n);
    claim(3, 400, 20n);
    expect(held(20n)).toEqual([2, 3]);
  });

  it("holds as many as it has places", () => {
    for (let key = 0; key < WAYS; key++) claim(key, 1, BigInt(key));
    expect(held(100n)).toHaveLength(WAYS);
    claim(200, 1, 100n);
    expect(held(100n)).toEqual([...Array.from({ length: WAYS - 1 }, (_, i) => i + 1), 200]);
  });

  it("notes a use once a second", () => {
    const way = claim(1, 1, 1000n);
    expect([bucket.use(way, 1999n), bucket.use(way, 2000n), bucket.use(way, 2001n)]).toEqual([0, 1, 0]);
  });
});
