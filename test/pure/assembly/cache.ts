/** What the response cache makes of a request, for tests: built by wasm-plugin.ts, called from Node. AssemblyScript. */
import { ClientRequest } from "../../../plugin/dialect/client-request";
import { endpointOf } from "../../../plugin/dialect/endpoint";
import { ClientHead } from "../../../plugin/exchange/client-head";
import { Admission, admit } from "../../../plugin/policy/admission/admission";
import { Bucket } from "../../../plugin/policy/cache/bucket";
import { cachingOf } from "../../../plugin/policy/cache/caching";
import { Draw } from "../../../plugin/policy/chance/draw";
import { Standings } from "../../../plugin/policy/health/standings";
import { loadPolicy } from "../../../plugin/policy/load/load-policy";
import { Policy } from "../../../plugin/policy/policy";
import { chooseForEmbeddings } from "../../../plugin/policy/routing/embedding-targets";
import { writeCanonical } from "../../../plugin/wire/canonical-json";
import { Tape } from "../../../plugin/wire/json-tape";
import { Output } from "../../../plugin/wire/output";
import { Packer } from "../../../plugin/wire/packed";
import { ABSENT, from, length, PADDING, span, start, until } from "../../../plugin/wire/span";

const out = new Output();
const tape = new Tape();
let policy: Policy | null = null;

export function allocate(size: i32): usize {
  return heap.alloc(<usize>size + PADDING);
}
export function release(at: usize): void {
  heap.free(at);
}
export function resultStart(): usize {
  return start(out.bytes);
}
export function resultLength(): i32 {
  return length(out.bytes);
}

export function load(at: usize, size: i32): bool {
  policy = loadPolicy(span(at, size), () => ABSENT);
  return policy !== null;
}

/** The one spelling of a JSON document. */
export function canonical(at: usize, size: i32): void {
  out.clear();
  if (tape.scan(span(at, size))) writeCanonical(tape, tape.root, new Packer(out));
}

/** Outcome, whether it fills, largest age, key. `path` with its query; `headers`: serialised pairs; no key: the result is empty. */
export function caching(
  path: usize,
  pathSize: i32,
  headers: usize,
  headersSize: i32,
  tenant: usize,
  tenantSize: i32,
  body: usize,
  bodySize: i32,
): i32 {
  out.clear();
  const inForce = policy;
  if (inForce === null) return -2;
  const whole = span(path, pathSize);
  const bare = until(whole, 0x3f);
  const endpoint = endpointOf(bare, new ClientHead());
  const admission = new Admission(null);
  const shape = endpoint.embeddings;
  const request = new ClientRequest(endpoint.dialect, shape, span(body, bodySize));
  if (admit(admission, inForce, request) !== null) return -3;
  if (shape !== null) chooseForEmbeddings(admission, request, shape, new Standings(), new Draw(0));
  const query = from(whole, length(bare));
  const pairs = span(headers, headersSize);
  const owner = tenantSize == 0 ? ABSENT : span(tenant, tenantSize);
  const found = cachingOf(inForce, admission, endpoint, owner, pairs, query, request);
  const result = found === null ? -1 : <i32>found.outcome;
  if (found !== null && found.fills) out.raw(span(changetype<usize>(found.key), 32));
  admission.free();
  request.free();
  return result;
}

const bucket = new Bucket();

/** A key made of one byte. */
function keyOf(byte: i32): StaticArray<u8> {
  return new StaticArray<u8>(32).fill(<u8>byte);
}

export function emptyBucket(): void {
  bucket.read(ABSENT);
}

/** The place; -1: none. */
export function claim(key: i32, size: i32, share: i64, expires: u64, now: u64): i32 {
  return bucket.claim(keyOf(key), size, share, expires, now);
}

export function evicted(): u64 {
  return bucket.evicted;
}

export function find(key: i32, now: u64): i32 {
  return bucket.find(keyOf(key), now);
}

export function use(way: i32, now: u64): bool {
  return bucket.use(way, now);
}
