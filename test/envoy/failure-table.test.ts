import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Blame, FAILURES, FailureKind, Retry } from "../../plugin/policy/failure/table.ts";
import {
  type Behaviour,
  breaksAfterContent,
  breaksAtHead,
  breaksBeforeContent,
  closes,
  cutsItsDocument,
  hangs,
  type Provider,
  refuses,
  says,
  saysHtml,
  saysNothing,
  startProvider,
} from "../fixtures/provider/index.ts";
import { CONVERSATION, WIRE } from "../fixtures/wire/index.ts";
import { type Answer, chat, eventsOf, jsonOf } from "./ask.ts";
import { faultsIn } from "./faults.ts";
import { freePort } from "./free-port.ts";
import { type Gateway, type GatewayConfig, startGateway } from "./gateway.ts";
import { baseUrlOf } from "./providers.ts";

/**
 * Each row of plugin/policy/failure/table.ts on a real Envoy: what the caller gets of a model with another target and of
 * one without, who was asked how often, and whether Envoy counts it against the host.
 */
let provider: Provider;
let tls: Server;
let gateway: Gateway;

interface Row {
  what: string;
  kind: FailureKind;
  /** What the first target does; or the name of a provider that is not there. */
  fails: Behaviour | "refused" | "unresolvable" | "plaintext" | "misnamed";
  stream?: true;
  /** Of a model without another target: what its caller gets, and how often its target is asked. */
  alone: { status: number; says: RegExp; asked?: number; header?: [name: string, value: string] };
}

/** An error as OpenAI words it. */
const error = (status: number, message: string, code: string | null = null, headers: Record<string, string> = {}) =>
  (({ response }) => {
    response.writeHead(status, { "content-type": "application/json", ...headers });
    response.end(JSON.stringify({ error: { message, type: "x", param: null, code } }));
  }) satisfies Behaviour;

/** An event that takes the place of the first one. */
const event = (error: object): Behaviour => says(200, "text/event-stream", `data: ${JSON.stringify({ error })}\n\n`);

/** A whole stream, without a word in it. */
const silent: Behaviour = ({ response, received, wire }) => {
  const { opening, closing } = wire.stream({ model: received.model, parts: [], id: "x" } as never, received.body);
  response.writeHead(200, { "content-type": wire.streamType });
  response.end([...opening, ...closing.filter((text) => !text.includes('"usage"'))].join(""));
};

const TOO_LONG = "This model's maximum context length is 8192 tokens. However, your messages resulted in 9000 tokens.";

const ROWS: Row[] = [
  {
    what: "connection refused",
    kind: FailureKind.Connect,
    fails: "refused",
    alone: { status: 502, says: /connection failed/ },
  },
  {
    what: "a name that leads nowhere",
    kind: FailureKind.Dns,
    fails: "unresolvable",
    alone: { status: 503, says: /available/ },
  },
  {
    what: "no TLS where it should be",
    kind: FailureKind.Tls,
    fails: "plaintext",
    alone: { status: 502, says: /connection/ },
  },
  {
    what: "another's certificate",
    kind: FailureKind.Tls,
    fails: "misnamed",
    alone: { status: 502, says: /connection/ },
  },
  {
    what: "reset before the head",
    kind: FailureKind.Reset,
    fails: closes(),
    // A kept-alive connection may just have been closing: one more try.
    alone: { status: 502, says: /connection failed/, asked: 2 },
  },
  {
    what: "reset behind the head",
    kind: FailureKind.Reset,
    fails: cutsItsDocument(),
    alone: { status: 502, says: /connection failed/, asked: 2 },
  },
  {
    what: "reset before the first content",
    kind: FailureKind.Reset,
    fails: breaksBeforeContent("is cut"),
    stream: true,
    alone: { status: 502, says: /connection failed/, asked: 2 },
  },
  ...[408, 500, 502, 503, 504].map((status) => ({
    what: String(status),
    kind: FailureKind.ServerError,
    fails: refuses(status, "oops"),
    alone: { status, says: /^oops$/ },
  })),
  { what: "529", kind: FailureKind.Overloaded, fails: refuses(529, "busy"), alone: { status: 529, says: /^busy$/ } },
  {
    what: "429",
    kind: FailureKind.RateLimit,
    fails: refuses(429, "slow down"),
    alone: { status: 429, says: /^slow down$/ },
  },
  {
    what: "429 with retry-after",
    kind: FailureKind.RateLimit,
    fails: refuses(429, "slow down", { "retry-after": "7" }),
    alone: { status: 429, says: /^slow down$/, header: ["retry-after", "7"] },
  },
  {
    what: "401",
    kind: FailureKind.KeyRefused,
    fails: refuses(401, "bad key"),
    alone: { status: 502, says: /credentials/ },
  },
  { what: "403", kind: FailureKind.KeyRefused, fails: refuses(403, "no"), alone: { status: 502, says: /credentials/ } },
  {
    what: "400 that names the key",
    kind: FailureKind.KeyRefused,
    fails: error(400, "API key not valid. Please pass a valid API key."),
    alone: { status: 502, says: /credentials/ },
  },
  {
    what: "400, a line of text that names the key",
    kind: FailureKind.KeyRefused,
    fails: says(400, "text/plain; charset=utf-8", "bad request: Authorization header is badly formatted\n"),
    alone: { status: 502, says: /credentials/ },
  },
  {
    what: "400, a line of text that names the context",
    kind: FailureKind.ContextLength,
    fails: says(400, "text/plain", "Prompt length (5056) exceeds maximum input length (4096)"),
    alone: { status: 400, says: /^Prompt length/ },
  },
  {
    what: "400, a page",
    kind: FailureKind.BadRequest,
    fails: says(400, "text/html", "<p>prompt is too long</p>"),
    alone: { status: 400, says: /answered with status 400: prompt is too long$/ },
  },
  { what: "402", kind: FailureKind.Quota, fails: refuses(402, "pay"), alone: { status: 429, says: /no quota left/ } },
  {
    what: "403 that names the quota",
    kind: FailureKind.Quota,
    fails: error(403, "Your team t-1 has either used all available credits or reached its monthly spending limit."),
    alone: { status: 429, says: /no quota left/ },
  },
  {
    what: "words of the operator's",
    kind: FailureKind.Quota,
    fails: error(400, "Project p-7 is out of money (E17)"),
    alone: { status: 400, says: /^Project p-7 is out of money/ },
  },
  {
    what: "an event of the operator's words before content",
    kind: FailureKind.ContextLength,
    fails: event({ message: "The cache is too small for this", code: "E_CACHE" }),
    stream: true,
    alone: { status: 400, says: /^The cache is too small/ },
  },
  {
    what: "an event that names the key before content",
    kind: FailureKind.KeyRefused,
    fails: event({ message: "Invalid API key", code: null }),
    stream: true,
    alone: { status: 502, says: /credentials/ },
  },
  {
    what: "429, the quota used up",
    kind: FailureKind.Quota,
    fails: error(429, "You exceeded your current quota", "insufficient_quota"),
    alone: { status: 429, says: /quota/ },
  },
  {
    what: "404",
    kind: FailureKind.ModelNotFound,
    fails: refuses(404, "which?"),
    alone: { status: 404, says: /^which\?$/ },
  },
  {
    what: "400, the context too short",
    kind: FailureKind.ContextLength,
    fails: error(400, TOO_LONG, "context_length_exceeded"),
    alone: { status: 400, says: /maximum context length/ },
  },
  {
    what: "400, a beta that is not known",
    kind: FailureKind.Unsupported,
    fails: refuses(400, "Unexpected value(s) `advisor-tool-2026-03-01` for the `anthropic-beta` header."),
    alone: { status: 400, says: /^Unexpected value/ },
  },
  {
    what: "400, a thought of another's",
    kind: FailureKind.ForeignThought,
    fails: refuses(400, "messages.1.content.0: Invalid `signature` in `thinking` block"),
    alone: { status: 400, says: /Invalid `signature`/ },
  },
  {
    what: "400 otherwise",
    kind: FailureKind.BadRequest,
    fails: refuses(400, "top_p: too high"),
    alone: { status: 400, says: /^top_p: too high$/ },
  },
  { what: "no head in time", kind: FailureKind.FirstToken, fails: hangs(), alone: { status: 504, says: /in time/ } },
  {
    what: "no first token in time",
    kind: FailureKind.FirstToken,
    fails: breaksBeforeContent("hangs"),
    stream: true,
    alone: { status: 504, says: /in time/ },
  },
  {
    what: "an event 429 before content",
    kind: FailureKind.RateLimit,
    fails: event({ message: "slow down", type: "rate_limit_error", code: null }),
    stream: true,
    alone: { status: 429, says: /^slow down$/ },
  },
  {
    what: "an event of the context before content",
    kind: FailureKind.ContextLength,
    fails: event({ message: TOO_LONG, code: 500 }),
    stream: true,
    alone: { status: 400, says: /maximum context length/ },
  },
  {
    what: "an event of the server before content",
    kind: FailureKind.ServerError,
    fails: breaksBeforeContent("reports an error"),
    stream: true,
    alone: { status: 502, says: /Overloaded/ },
  },
  { what: "nothing", kind: FailureKind.Empty, fails: saysNothing(), alone: { status: 502, says: /nothing/ } },
  {
    what: "a stream without events",
    kind: FailureKind.Empty,
    fails: breaksAtHead("ends"),
    stream: true,
    alone: { status: 502, says: /middle/ },
  },
  { what: "HTML", kind: FailureKind.NotAnAnswer, fails: saysHtml(200), alone: { status: 502, says: /not JSON/ } },
  {
    what: "HTML for a stream",
    kind: FailureKind.NotAnAnswer,
    fails: saysHtml(200),
    stream: true,
    alone: { status: 502, says: /not JSON/ },
  },
];

/** Of the first target's provider: `keyed` has a key to hold something against, `keyless` is the same without one. */
type Provision = "keyed" | "keyless" | "alone";
const modelOf = (index: number, kind: Provision) => `row-${index}-${kind}`;
/** A key that is refused cools down for all models of its provider: each row has its own. */
const keyedOf = (index: number, kind: Provision) => `${kind}-${index}`;
const upstream = (model: string) => `failing-${model}`;
const fine = (model: string) => `fine-${model}`;

const PAIRS = ROWS.map((row, index) => ({ ...row, index }));

beforeAll(async () => {
  provider = await startProvider();
  const folder = fileURLToPath(new URL("../fixtures/tls/", import.meta.url));
  tls = createServer({ cert: readFileSync(`${folder}provider.pem`), key: readFileSync(`${folder}provider.key.pem`) });
  await new Promise<void>((resolve) => tls.listen(0, "127.0.0.1", resolve));
  const models: GatewayConfig["models"] = {};
  for (const { index, fails } of PAIRS) {
    for (const kind of ["keyed", "keyless", "alone"] as const) {
      const model = modelOf(index, kind);
      const own = typeof fails === "string" ? fails : kind === "keyless" ? "keyless" : keyedOf(index, kind);
      if (typeof fails !== "string") provider.on(upstream(model), fails);
      const first = { provider: own, model: upstream(model) };
      models[model] = { targets: kind === "alone" ? [first] : [first, { provider: "other", model: fine(model) }] };
    }
  }
  for (const [name, target] of Object.entries(MORE)) models[name] = target;
  const openai = (url: string) => ({ dialect: "openai" as const, url: baseUrlOf("openai", url) });
  const error_words = { quota: ["project * is out of money"], context_length: ["e_cache"] };
  const keyed = { ...openai(provider.url), keys: [{ secret: "env:A_KEY" }], error_words };
  const rows = PAIRS.flatMap(({ index }) => [keyedOf(index, "keyed"), keyedOf(index, "alone")]);
  const { port } = tls.address() as AddressInfo;
  gateway = await startGateway(
    {
      timeouts: { first_token: "400ms", connect: "1s" },
      providers: {
        ...Object.fromEntries(rows.map((name) => [name, keyed])),
        keyed,
        keyless: { ...openai(provider.url), error_words },
        other: { dialect: "anthropic", url: provider.url },
        refused: openai(`http://127.0.0.1:${await freePort()}`),
        unresolvable: openai("http://nowhere.invalid:80"),
        plaintext: openai(provider.url.replace("http:", "https:")),
        misnamed: { ...openai(`https://127.0.0.1:${port}`), ca: `${folder}authority.pem` },
      },
      models,
    },
    { environment: { A_KEY: "sk-of-a" } },
  );
});

afterAll(async () => {
  await gateway?.stop();
  await provider?.close();
  tls?.close();
});

const send = (model: string, stream = false): Promise<Answer> =>
  chat(gateway, "openai", WIRE.openai.request({ ...CONVERSATION, model, stream }));

/** How often a target was ejected. */
async function ejections(model: string, name: string): Promise<number> {
  const text = await (await fetch(`${gateway.admin}/stats?filter=ejections_enforced_total`)).text();
  const line = text.split("\n").find((each) => each.startsWith(`cluster.target_${model}/${name}.`));
  return Number(line?.split(": ")[1] ?? Number.NaN);
}

/** So many in a row eject a host. */
const IN_A_ROW = 3;

describe.each(PAIRS)("$what", ({ index, kind, fails, stream, alone }) => {
  const { retry, blame } = FAILURES[kind]!;

  test.each(["keyed", "keyless"] as const)("before another target, %s", async (provision) => {
    const model = modelOf(index, provision);
    // The model at this provider, or its only key, cools down from the first failure on.
    const coolsDown = blame === Blame.Model || (blame === Blame.Key && provision === "keyed");
    for (let nth = 1; nth <= IN_A_ROW; nth++) {
      const answer = await send(model, stream);
      expect(answer.status, answer.text).toBe(retry === Retry.No ? alone.status : 200);
      if (typeof fails !== "string") expect(provider.requestsFor(upstream(model))).toHaveLength(coolsDown ? 1 : nth);
      expect(provider.requestsFor(fine(model))).toHaveLength(retry === Retry.No ? 0 : nth);
      expect([...answer.headers.keys()]).not.toContain("x-headgate-retry");
      expect([...answer.headers.keys()]).not.toContain("x-headgate-blame");
    }
    // A provider without keys answers with its host for them.
    const isHosts = blame === Blame.Host || (blame === Blame.Key && provision === "keyless");
    const name = typeof fails === "string" ? fails : provision === "keyed" ? keyedOf(index, provision) : provision;
    expect(await ejections(model, name)).toBe(isHosts ? 1 : 0);
  });

  test("without another target", async () => {
    const model = modelOf(index, "alone");
    const answer = await send(model, stream);
    expect(answer.status, answer.text).toBe(alone.status);
    expect(jsonOf(answer)).toMatchObject({ error: { message: expect.stringMatching(alone.says) } });
    if (alone.header) expect(answer.headers.get(alone.header[0])).toBe(alone.header[1]);
    expect(answer.headers.get("x-headgate-retry")).toBeNull();
    expect(answer.headers.get("x-headgate-blame")).toBeNull();
    if (typeof fails !== "string") expect(provider.requestsFor(upstream(model))).toHaveLength(alone.asked ?? 1);
  });
});

const MORE: NonNullable<GatewayConfig["models"]> = {
  begun: {
    targets: [
      { provider: "keyed", model: "begun" },
      { provider: "other", model: "never" },
    ],
  },
  silent: {
    targets: [
      { provider: "keyed", model: "silent" },
      { provider: "other", model: "spoken" },
    ],
  },
  longer: {
    targets: [
      { provider: "keyed", model: "short", context_length: 8000 },
      { provider: "other", model: "shorter", context_length: 4000 },
      { provider: "keyless", model: "long", context_length: 200_000 },
    ],
  },
  none_longer: {
    targets: [
      { provider: "keyed", model: "short-alone", context_length: 8000 },
      { provider: "other", model: "shorter-still", context_length: 4000 },
    ],
  },
  limited: {
    targets: [
      { provider: "keyed", model: "limited-1" },
      { provider: "other", model: "limited-2" },
    ],
  },
  limited_and_gone: {
    targets: [
      { provider: "keyed", model: "limited-3" },
      { provider: "refused", model: "gone" },
    ],
  },
};

test("after the first content an error event is the caller's, and nobody else is asked", async () => {
  let arrived = () => {};
  const arrival = new Promise<void>((resolve) => {
    arrived = resolve;
  });
  provider.on("begun", breaksAfterContent("reports an error", arrival));
  const request = WIRE.openai.request({ ...CONVERSATION, model: "begun", stream: true });
  const answer = await chat(gateway, "openai", request, {}, arrived);
  expect(answer.status).toBe(200);
  expect(eventsOf("openai", answer).at(-1)?.data).toMatchObject({ error: { message: "Overloaded, try later" } });
  expect(provider.requestsFor("never")).toEqual([]);
});

test("a whole stream without a word leads to the next target", async () => {
  provider.on("silent", silent);
  const answer = await send("silent", true);
  expect([answer.status, provider.requestsFor("silent").length, provider.requestsFor("spoken").length]).toEqual([
    200, 1, 1,
  ]);
});

test("a prompt that is too long goes to a longer context, not to a shorter one", async () => {
  provider.on("short", error(400, TOO_LONG, "context_length_exceeded"));
  expect((await send("longer")).status).toBe(200);
  expect(["short", "shorter", "long"].map((name) => provider.requestsFor(name).length)).toEqual([1, 0, 1]);
  provider.on("short-alone", error(400, TOO_LONG));
  const told = await send("none_longer");
  expect(told.status).toBe(400);
  expect(provider.requestsFor("shorter-still")).toEqual([]);
});

test("of several failures the most telling is told", async () => {
  provider.on("limited-1", refuses(429, "slow down", { "retry-after": "9" }));
  provider.on("limited-2", refuses(500, "oops"));
  provider.on("limited-3", refuses(429, "slow down", { "retry-after": "9" }));
  for (const model of ["limited", "limited_and_gone"]) {
    const answer = await send(model);
    expect(answer.status, answer.text).toBe(429);
    expect(jsonOf(answer)).toMatchObject({ error: { message: "slow down" } });
    expect(answer.headers.get("retry-after")).toBe("9");
  }
});

test("none of it made the filter fail", () => {
  expect(faultsIn(gateway.logs())).toEqual([]);
});
