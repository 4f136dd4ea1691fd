import type { UpstreamAnswer } from "../host/index.ts";
import { answerTo } from "./answer-to.ts";
import { chunks } from "./chunks.ts";
import { textOf, treeOf } from "./json-tree.ts";
import { mutateBytes } from "./mutate-bytes.ts";
import { mutateStream } from "./mutate-stream.ts";
import { mutateTree } from "./mutate-tree.ts";
import type { Random } from "./random.ts";
import type { Endpoint } from "./seeds/index.ts";
import { wantsStream } from "./wants-stream.ts";

/** What a provider did with an attempt. */
export interface ProviderAnswer {
  endpoint: Endpoint;
  bytes: Buffer;
  /** As its dialect has it, to what it was asked. */
  isHonest: boolean;
  /** The connection breaks. */
  breaks: boolean;
  /** By its status and its type; else it is one document. */
  isStream: boolean;
  answer: UpstreamAnswer;
}

const JSON_TYPE = "application/json";
const ODD_TYPES = [
  "",
  "text/html",
  "text/plain",
  "application/octet-stream",
  "APPLICATION/JSON",
  "text/event-stream",
  "*",
];
const ODD_BODIES = [
  "",
  " ",
  "null",
  "[]",
  "{}",
  "<html><h1>502</h1></html>",
  "data: hello\n\n",
  "\0",
  "[DONE]",
  '{"error":{}}',
];
const OK = [200, 200, 200, 200, 200, 200, 201, 202];
const ERRORS = [300, 302, 304, 400, 401, 402, 403, 404, 408, 413, 422, 429, 451, 499, 500, 502, 503, 529, 599];

type Content = { bytes: Buffer; type: string; status: number; isHonest: boolean };

/** @param request the body of the attempt */
export function providerAnswer(endpoint: Endpoint, request: Uint8Array, random: Random): ProviderAnswer {
  const { bytes, type, status, isHonest } = content(endpoint, request, random);
  const breaks = random.chance(0.08);
  const fail = breaks && {
    how: random.pick(["refuse", "reset", "timeout"] as const),
    when: random.pick(["before-head", "after-head", "mid-body"] as const),
  };
  return {
    endpoint,
    bytes,
    isHonest: isHonest && !breaks,
    breaks,
    isStream: status === 200 && !/^(application\/json|text\/html)/.test(type),
    answer: {
      status,
      headers: headers(type, bytes.length, random),
      body: chunks(bytes, random),
      ...(fail && { fail: fail.how === "refuse" ? { how: fail.how } : fail }),
      ...(random.chance(0.3) && { endWithLastChunk: true }),
      ...(random.chance(0.04) && { trailers: { "x-trailer": "1" } }),
    },
  };
}

function content(endpoint: Endpoint, request: Uint8Array, random: Random): Content {
  const { seeds, protocol } = endpoint;
  const asksForStream = wantsStream(endpoint, request);
  const kind = random.pick(["honest", "honest", "honest", "mutated", "mutated", "mutated", "mutated", "error", "odd"]);
  const events = protocol.stream;
  const streamed = events !== undefined && (random.chance(0.94) ? asksForStream : !asksForStream);
  const right = { type: streamed ? events.type : JSON_TYPE, status: 200 };
  if (kind === "odd") {
    return {
      bytes: Buffer.from(random.pick(ODD_BODIES)),
      type: random.pick(ODD_TYPES),
      status: random.pick(OK),
      isHonest: false,
    };
  }
  if (kind === "error") {
    const tree = treeOf(random.pick([...seeds.errors, ...Object.values(seeds.answers)]));
    if (random.chance(0.3)) mutateTree(tree, 1, random);
    const type = random.chance(0.8) ? JSON_TYPE : random.pick(ODD_TYPES);
    return { bytes: Buffer.from(textOf(tree)), type, status: random.pick(ERRORS), isHonest: false };
  }
  const mutated = kind === "mutated";
  const { answer, suits } = answerTo(endpoint, request, random);
  const whole = streamed
    ? stream(random.pick(Object.values(seeds.streams)), mutated, random)
    : document(answer, mutated, random);
  const bytes = mutated && random.chance(0.15) ? mutateBytes(whole, random) : whole;
  if (!mutated) return { bytes, ...right, isHonest: streamed === asksForStream && (streamed || suits) };
  const type = random.chance(0.9) ? right.type : random.pick(ODD_TYPES);
  return { bytes, type, status: random.chance(0.93) ? 200 : random.pick([...OK, ...ERRORS]), isHonest: false };
}

function stream(events: readonly string[], mutated: boolean, random: Random): Buffer {
  let all = [...events];
  for (let count = mutated ? 1 + random.below(3) : 0; count > 0 && all.length > 0; count--)
    all = mutateStream(all, random);
  return Buffer.from(all.join(""));
}

function document(answer: object, mutated: boolean, random: Random): Buffer {
  const tree = treeOf(answer);
  if (mutated) mutateTree(tree, 1 + random.below(3), random);
  return Buffer.from(textOf(tree));
}

function headers(type: string, size: number, random: Random): [string, string][] {
  const all: [string, string][] = [["x-request-id", "req_1"]];
  if (type !== "") all.push(["content-type", type]);
  if (random.chance(0.3)) all.push(["content-length", String(size)]);
  if (random.chance(0.1))
    all.push(
      random.pick<[string, string]>([
        ["retry-after", "1"],
        ["set-cookie", "a=b"],
        ["x-long", "x".repeat(9000)],
      ]),
    );
  return all;
}
