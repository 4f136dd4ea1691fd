/** The rules of a policy, for tests and the benchmark. AssemblyScript. */
import { ClientRequest } from "../../../plugin/dialect/client-request";
import { endpointOf } from "../../../plugin/dialect/endpoint";
import { ClientHead } from "../../../plugin/exchange/client-head";
import { Facts } from "../../../plugin/exchange/facts";
import { ClientKey } from "../../../plugin/policy/callers/client-key";
import { loadPolicy } from "../../../plugin/policy/load/load-policy";
import { policyProblem } from "../../../plugin/policy/load/problem";
import { Policy } from "../../../plugin/policy/policy";
import { Subject } from "../../../plugin/policy/rules/subject";
import { HeaderWriter } from "../../../plugin/wire/header-list";
import { Output } from "../../../plugin/wire/output";
import { ABSENT, from, length, PADDING, Span, same, span, start, until } from "../../../plugin/wire/span";

const out = new Output();
const headers = new HeaderWriter();
let policy: Policy | null = null;
let key: ClientKey | null = null;
let path: Span = ABSENT;
let pairs: Span = ABSENT;
let now: i64 = 0;

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

function say(text: string): void {
  const bytes = String.UTF8.encode(text);
  out.clear();
  out.raw(span(changetype<usize>(bytes), bytes.byteLength));
}

/** False: refused, the result is the reason. */
export function load(at: usize, size: i32): bool {
  policy = loadPolicy(span(at, size), (name: string): Span => ABSENT);
  key = null;
  say(policyProblem);
  return policy !== null;
}

/** Who asks: the key of that id; of an empty one nobody. */
export function chooseKey(at: usize, size: i32): void {
  const rules = policy;
  key = null;
  if (rules === null) return;
  for (let i = 0; i < rules.callers.keys.length; i++)
    if (same(rules.callers.keys[i].id, span(at, size))) key = rules.callers.keys[i];
}

/** Lines of `name: value`; they stay where they are. */
export function chooseHeaders(at: usize, size: i32): void {
  headers.clear();
  for (let rest = span(at, size); length(rest) > 0; ) {
    const line = until(rest, 0x0a);
    const name = until(line, 0x3a);
    headers.add(name, from(line, length(name) + 2));
    rest = from(rest, min(length(line) + 1, length(rest)));
  }
  pairs = headers.bytes;
}

/** Of the URL; it stays where it is. */
export function choosePath(at: usize, size: i32): void {
  path = span(at, size);
}

/** Seconds since 1970. */
export function chooseTime(seconds: i64): void {
  now = seconds;
}

/** The result is the id of the rule that applies, or nothing. */
export function evaluate(at: usize, size: i32): bool {
  out.clear();
  const request = requestOf(at, size);
  if (!request.scan()) return false;
  find(request);
  return true;
}

function requestOf(at: usize, size: i32): ClientRequest {
  const endpoint = endpointOf(path, new ClientHead());
  return new ClientRequest(endpoint.dialect, endpoint.embeddings, span(at, size));
}

function find(request: ClientRequest): void {
  const rules = policy;
  if (rules === null) return;
  const endpoint = endpointOf(path, new ClientHead());
  const facts = new Facts();
  if (facts.read(request.tape, endpoint.dialect.streamsByDefault()) === null) {
    const found = rules.rules;
    const subject = new Subject(request, facts, endpoint.operation, key, pairs, now, found.findings);
    const rule = found.find(subject);
    if (rule !== null) {
      out.clear();
      out.raw(rule.id);
    }
  }
  facts.free();
}

/** Again and again over a body that is read once: what the rules alone cost. */
export function repeat(at: usize, size: i32, times: i32): void {
  const request = requestOf(at, size);
  if (!request.scan()) return;
  for (let i = 0; i < times; i++) {
    out.clear();
    find(request);
    if ((i & 1023) == 1023) __collect();
  }
}
