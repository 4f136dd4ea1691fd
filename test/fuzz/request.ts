import type { RequestOptions } from "../host/index.ts";
import { chunks } from "./chunks.ts";
import { CLIENT_KEY, FORBIDDEN, MODELS } from "./gateway.ts";
import { type Tree, textOf, treeOf } from "./json-tree.ts";
import { mutateBytes } from "./mutate-bytes.ts";
import { mutateTree } from "./mutate-tree.ts";
import type { Random } from "./random.ts";
import { ENDPOINTS, type Endpoint } from "./seeds/index.ts";

/** What a client sends. */
export interface ClientRequest {
  endpoint: Endpoint;
  body: Buffer;
  /** As its dialect has it, from a caller who may. */
  isHonest: boolean;
  /** The client hangs up: in the middle of its body, or of the answer. */
  leaves?: "asking" | "listening";
  options: RequestOptions;
}

const CREDENTIALS: readonly ((key: string) => Record<string, string>)[] = [
  (key) => ({ authorization: `Bearer ${key}` }),
  (key) => ({ "x-api-key": key }),
  (key) => ({ "api-key": key }),
];

/** Nothing that any of them says changes an answer. */
const ODD_HEADERS: readonly (readonly [string, string])[] = [
  ["content-type", "text/plain"],
  ["content-type", "application/json; charset=utf-16"],
  ["content-encoding", "identity"],
  ["accept", "text/event-stream"],
  ["accept-encoding", "gzip, br"],
  ["anthropic-version", "2023-06-01"],
  ["anthropic-beta", "a,b"],
  ["openai-organization", "org"],
  ["traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"],
  ["user-agent", "x".repeat(8000)],
  ["x-stainless-retry-count", "9".repeat(40)],
  ["x-headgate-pool", `${FORBIDDEN}@0`],
  ["cookie", "é=🀄; \t"],
  ["x-empty", ""],
];

export function clientRequest(random: Random): ClientRequest {
  const endpoint = random.pick(ENDPOINTS);
  const model = random.chance(0.96) ? random.pick(Object.keys(MODELS)) : random.pick([FORBIDDEN, "unknown", "gpt-4o"]);
  const seed = requestSeed(endpoint, random);
  const tree = treeOf(random.chance(0.5) ? { model, ...seed } : { ...seed, model });
  const mutation = random.pick(["none", "none", "none", "none", "none", "tree", "tree", "bytes", "both", "model"]);
  if (mutation === "model") addModel(tree, random);
  if (mutation === "tree" || mutation === "both") mutateTree(tree, 1 + random.below(4), random);
  let body: Buffer = Buffer.from(textOf(tree, random.pick(["", "", " ", "\n\t"])));
  if (mutation === "bytes" || mutation === "both") body = mutateBytes(body, random);
  const key = random.chance(0.97) ? CLIENT_KEY : random.pick(["hg-wrong", "", CLIENT_KEY.slice(1)]);
  const known = `${random.chance(0.15) ? `/${endpoint.vendor}` : ""}${endpoint.seeds.path}`;
  const path = random.chance(0.97) ? known : `${known}${random.pick(["/", "x", "?a=b", "?"])}`;
  const odd = path === known && random.chance(0.2) ? [random.pick(ODD_HEADERS), random.pick(ODD_HEADERS)] : [];
  const isHonest = mutation === "none" && model in MODELS && key === CLIENT_KEY && path === known;
  return {
    endpoint,
    body,
    isHonest,
    ...(random.chance(0.04) && { leaves: random.pick(["asking", "listening"]) }),
    options: {
      method: "POST",
      path,
      headers: [["content-type", "application/json"], ...Object.entries(random.pick(CREDENTIALS)(key)), ...odd],
      body: chunks(body, random),
      endWithLastChunk: random.chance(0.5),
      ...(body.length > 0 && random.chance(0.05) && { trailers: { "x-trailer": "1" } }),
    },
  };
}

/** What every dialect can say half of the time; else it may well be refused where its providers speak another one. */
function requestSeed({ seeds: { requests } }: Endpoint, random: Random): object {
  const { text, streamed } = requests;
  const plain = [text, streamed].filter((seed) => seed !== undefined);
  return random.pick(plain.length > 0 && random.chance(0.5) ? plain : Object.values(requests));
}

/** Asks for the forbidden model too, in a field that some reader takes for `model`. */
function addModel(tree: Tree, random: Random): void {
  if (tree.kind !== "members") return;
  const name = random.pick([
    '"model"',
    '"Model"',
    '"MODEL"',
    '"mode\\u006c"',
    '"\\u004dodel"',
    '"model\\u0000"',
    '" model"',
  ]);
  tree.members.splice(random.below(tree.members.length + 1), 0, { name, value: treeOf(FORBIDDEN) });
}
