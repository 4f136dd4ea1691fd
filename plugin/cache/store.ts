import { readShared, readVersion, replaceShared } from "../abi/shared-data";
import { Bucket, NO_WAY, WAYS } from "../policy/cache/bucket";
import { Entry, packEntry, readEntry } from "../policy/cache/entry";
import { Output } from "../wire/output";
import { Packer } from "../wire/packed";
import { ABSENT, Span } from "../wire/span";

/**
 * The cache of all workers of an Envoy: 128 buckets of 64 places in its shared data. A bucket may hold its share of
 * the policy's bytes, and gives up what was used longest ago *in that bucket*. More buckets would hold more answers,
 * but none as long.
 */
const BUCKETS: i32 = 128;

/** Of other workers' writes to the same bucket at the same moment; beyond it an answer is not kept. */
const TRIES: i32 = 4;

const bucket = new Bucket();
const name = new Output();
const value = new Packer(new Output());

/** How many bytes an entry may have. */
export function largestEntry(maxBytes: i64): i64 {
  return maxBytes / BUCKETS;
}

/** By the key's first two bytes: it is a digest. */
function bucketOf(key: StaticArray<u8>): i32 {
  return <i32>load<u16>(changetype<usize>(key)) % BUCKETS;
}

/** `headgate.cache.7`, or of a place `headgate.cache.7.3`. */
function nameOf(number: i32, way: i32): Span {
  name.clear();
  name.ascii("headgate.cache.");
  name.decimal(number);
  if (way != NO_WAY) {
    name.byte(0x2e);
    name.decimal(way);
  }
  return name.bytes;
}

/** The key's entry, valid during this callback; null if there is none. `now`: in milliseconds since the epoch. */
export function findEntry(key: StaticArray<u8>, now: u64): Entry | null {
  const number = bucketOf(key);
  bucket.read(readShared(nameOf(number, NO_WAY)));
  const version = readVersion;
  const way = bucket.find(key, now);
  if (way == NO_WAY) return null;
  // Whoever writes in between notes a use of its own: then this one is forgotten.
  if (bucket.use(way, now)) replaceShared(nameOf(number, NO_WAY), bucket.bytes, version);
  return readEntry(key, readShared(nameOf(number, way)));
}

/** Keeps an entry until `expires`, in milliseconds as `now`; one larger than a bucket's share is not kept. */
export function keepEntry(key: StaticArray<u8>, entry: Entry, maxBytes: i64, expires: u64, now: u64): bool {
  value.out.clear();
  packEntry(key, entry, value);
  value.out.raw(entry.answer);
  const kept = put(key, expires, now, maxBytes);
  value.out.free();
  return kept;
}

function put(key: StaticArray<u8>, expires: u64, now: u64, maxBytes: i64): bool {
  const number = bucketOf(key);
  for (let tries = 0; tries < TRIES; tries++) {
    bucket.read(readShared(nameOf(number, NO_WAY)));
    const version = readVersion;
    const way = bucket.claim(key, value.out.size, largestEntry(maxBytes), expires, now);
    if (way == NO_WAY) return false;
    if (!replaceShared(nameOf(number, NO_WAY), bucket.bytes, version)) continue;
    for (let i = 0; i < WAYS; i++) {
      if ((bucket.evicted >> <u64>i) & 1) replaceShared(nameOf(number, i), ABSENT, 0);
    }
    replaceShared(nameOf(number, way), value.out.bytes, 0);
    return true;
  }
  return false;
}
