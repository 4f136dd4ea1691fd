import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Dialect } from "../../contract/dialect.ts";
import { PROJECT_ROOT } from "../../control-plane/process/project-root.ts";
import {
  breaksBeforeContent,
  closes,
  hangs,
  type Provider,
  refuses,
  startProvider,
} from "../fixtures/provider/index.ts";
import { CONVERSATION, REPLY, WIRE } from "../fixtures/wire/index.ts";
import { ask, chat } from "./ask.ts";
import { type Gateway, startGateway } from "./gateway.ts";
import { everyDialect } from "./providers.ts";
import { until } from "./until.ts";

/** What the operator's Prometheus gets to see of a known set of requests. */
let provider: Provider;
let gateway: Gateway;

/** A name with everything that Envoy's names, or Prometheus' labels, could trip over. */
const ODD = "vendor/m-1.5:free,a=b";

const PAGE = readFileSync(join(PROJECT_ROOT, "docs/observability.md"), "utf8");

const KEYS = { WEB: "key-of-the-web", LAB: "key-of-the-lab", NONE: "key-for-nothing" };

beforeAll(async () => {
  provider = await startProvider();
  provider.on("failing", refuses(500, "oops"));
  provider.on("limited", refuses(429, "slow down"));
  provider.on("closing", closes());
  provider.on("overloaded", breaksBeforeContent("reports an error"));
  provider.on("hanging", hangs());
  gateway = await startGateway(
    {
      providers: everyDialect(provider),
      models: {
        plain: { targets: [{ provider: "openai" }] },
        [ODD]: {
          targets: [
            { provider: "anthropic", model: "failing" },
            { provider: "anthropic", model: "good" },
          ],
        },
        "some-*": { targets: [{ provider: "ollama", model: "good" }] },
        hopeless: {
          targets: [
            { provider: "openai", model: "limited" },
            { provider: "ollama", model: "closing" },
          ],
        },
        hedged: {
          hedge: { after: "20ms" },
          targets: [
            { provider: "openai", model: "hanging" },
            { provider: "anthropic", model: "good" },
          ],
        },
        priced: { targets: [{ provider: "openai", model: "good", price: { input: 1, output: 1 } }] },
        late: {
          targets: [
            { provider: "anthropic", model: "overloaded" },
            { provider: "openai", model: "good" },
          ],
        },
      },
      cache: {},
      keys: [
        { id: "web", tenant: "team.web-1", secret: "env:WEB", allow: ["*"] },
        { id: "lab", secret: "env:LAB", allow: ["plain"] },
        { id: "none", secret: "env:NONE", limits: { requests_per_minute: 0 } },
      ],
    },
    { environment: KEYS, withControlPlane: true },
  );
});

afterAll(async () => {
  await gateway?.stop();
  await provider?.close();
});

interface Case {
  client: Dialect;
  model: string;
  key?: string;
  stream?: boolean;
  /** Without asking for usage, where a stream tells it on demand only. */
  unasked?: true;
  status: number;
  times?: number;
}

const CASES: Case[] = [
  { client: "openai", model: "plain", key: KEYS.WEB, status: 200, times: 2 },
  { client: "anthropic", model: "plain", key: KEYS.WEB, stream: true, status: 200, times: 3 },
  { client: "openai", model: "plain", key: KEYS.LAB, status: 200 },
  { client: "openai", model: "plain", key: KEYS.LAB, stream: true, unasked: true, status: 200, times: 2 },
  { client: "openai", model: ODD, key: KEYS.WEB, status: 200 },
  { client: "ollama", model: ODD, key: KEYS.WEB, stream: true, status: 200 },
  { client: "openai", model: "some-thing", key: KEYS.WEB, status: 200 },
  { client: "openai", model: 'some-;status=1;"x"\n', key: KEYS.WEB, status: 200 },
  { client: "anthropic", model: "hopeless", key: KEYS.WEB, status: 429 },
  { client: "openai", model: "late", key: KEYS.WEB, stream: true, status: 200 },
  { client: "openai", model: ODD, key: KEYS.LAB, status: 403 },
  { client: "anthropic", model: "nowhere;model=x", key: KEYS.WEB, status: 404 },
  { client: "ollama", model: "plain", status: 401 },
];

const UNASKED = { stream_options: undefined };

/** Requests, by dialect, model, tenant, status. A model that no policy names is no label. */
const REQUESTS = [
  ["openai", "plain", "team.web-1", 200, 2],
  ["anthropic", "plain", "team.web-1", 200, 3],
  ["openai", "plain", "default", 200, 3],
  ["openai", ODD, "team.web-1", 200, 1],
  ["ollama", ODD, "team.web-1", 200, 1],
  ["openai", "some-*", "team.web-1", 200, 2],
  ["anthropic", "hopeless", "team.web-1", 429, 1],
  ["openai", "late", "team.web-1", 200, 1],
  ["openai", undefined, "default", 403, 1],
  ["anthropic", undefined, "team.web-1", 404, 1],
  ["ollama", undefined, undefined, 401, 1],
  ["openai", undefined, "team.web-1", 200, 1],
] as const;

const { inputTokens, outputTokens } = REPLY;

/** Requests to a model, by model and outcome: none is deterministic. */
const CACHED = [
  ["plain", "bypass", 8],
  [ODD, "bypass", 2],
  ["some-*", "bypass", 2],
  ["hopeless", "bypass", 1],
  ["late", "bypass", 1],
] as const;

/** Attempts, by target and status, and the tokens of one. */
const ATTEMPTS = [
  ["plain/openai", 200, 8, inputTokens, outputTokens],
  [`${ODD}/anthropic`, 500, 2, 0, 0],
  [`${ODD}/anthropic#2`, 200, 2, inputTokens, outputTokens],
  ["some-*/ollama", 200, 2, inputTokens, outputTokens],
  ["hopeless/openai", 429, 1, 0, 0],
  ["hopeless/ollama", 0, 1, 0, 0],
  // Anthropic counts when it begins to speak.
  ["late/anthropic", 529, 1, inputTokens, 1],
  ["late/openai", 200, 1, inputTokens, outputTokens],
] as const;

type Row = { metric: string; labels: Record<string, string>; value: number };

/** Prometheus' text format, the filter's part of it: the metrics that are not Envoy's. */
async function shown(): Promise<{ rows: Row[]; types: Map<string, string> }> {
  const text = await (await fetch(`${gateway.admin}/stats/prometheus`)).text();
  const types = new Map(
    [...text.matchAll(/^# TYPE (headgate_\w+) (\w+)$/gm)].map(([, name = "", type = ""]) => [name, type]),
  );
  const rows = [...text.matchAll(/^(\w+)\{(.*)\} (\d+)$/gm)].flatMap(([, metric = "", labels = "", value]): Row[] => {
    if (!metric.startsWith("headgate_")) return [];
    const pairs = [...labels.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map(([, name = "", text = ""]) => [name, text]);
    return [{ metric, labels: Object.fromEntries(pairs), value: Number(value) }];
  });
  return { rows, types };
}

function row(metric: string, value: number, labels: Record<string, string | number | undefined>): Row {
  const said = Object.entries(labels).filter(([, label]) => label !== undefined);
  return {
    metric,
    labels: Object.fromEntries(said.map(([name, label]) => [`headgate_${name}`, String(label)])),
    value,
  };
}

/** As sorted lines; a counter that never counted says nothing. */
function lines(rows: Row[]): string[] {
  const text = (labels: Row["labels"]) =>
    Object.keys(labels)
      .sort()
      .map((name) => `${name}="${labels[name]}"`);
  return rows
    .filter(({ value }) => value > 0)
    .map(({ metric, labels, value }) => `${metric}{${text(labels).join()}} ${value}`)
    .sort();
}

test("what was asked is what is counted", async () => {
  for (const { client, model, key, stream = false, unasked, status, times = 1 } of CASES) {
    for (let nth = 0; nth < times; nth++) {
      const headers: Record<string, string> = key === undefined ? {} : { authorization: `Bearer ${key}` };
      const request = { ...WIRE[client].request({ ...CONVERSATION, model, stream }), ...(unasked && UNASKED) };
      const answer = await chat(gateway, client, request, headers);
      expect(answer.status, `${model}: ${answer.text}`).toBe(status);
      if (unasked) expect(answer.text).not.toContain("prompt_tokens");
    }
  }
  await ask(gateway, "/v1/models", { headers: { authorization: `Bearer ${KEYS.WEB}` } });

  const wanted = lines([
    ...REQUESTS.map(([dialect, model, tenant, status, count]) =>
      row("headgate_requests", count, { dialect, model, tenant, status }),
    ),
    ...CACHED.map(([model, outcome, count]) => row("headgate_cache", count, { model, outcome })),
    ...ATTEMPTS.flatMap(([target, status, count, input, output]) => [
      row("headgate_attempts", count, { target, status }),
      row("headgate_input_tokens", count * input, { target }),
      row("headgate_output_tokens", count * output, { target }),
    ]),
  ]);
  let seen: string[] = [];
  // Counted when an exchange is over, a moment after its last byte.
  const isCounted = async () => {
    const { rows, types } = await shown();
    seen = lines(rows.filter(({ metric }) => types.get(metric) === "counter"));
    return seen.join() === wanted.join();
  };
  await until("all is counted", isCounted).catch(() => {});
  expect(seen).toEqual(wanted);
});

test("docs/observability.md names where Envoy tells which targets are ejected", async () => {
  const [, name = ""] = /`(cluster\.\S+\.outlier_detection)\.\*`/.exec(PAGE) ?? [];
  const stats = await (await fetch(`${gateway.admin}/stats?filter=outlier_detection`)).text();
  expect(stats.split("\n")).toContain(`${name.replace("<id>", "late/openai")}.ejections_active: 0`);
});

test("docs/observability.md names the metrics and their labels, and no others", async () => {
  const table = [...PAGE.matchAll(/^\| `(headgate_\w+)` \| (\w+) \| (.*?) \|/gm)];
  const documented = table.map(([, name, type, labels = ""]) => ({
    name,
    type,
    labels: [...labels.matchAll(/`(\w+)`/g)].map(([, label]) => label).sort(),
  }));
  const hedged = WIRE.openai.request({ ...CONVERSATION, model: "hedged" });
  await chat(gateway, "openai", hedged, { authorization: `Bearer ${KEYS.WEB}` });
  const request = WIRE.openai.request({ ...CONVERSATION, model: "priced" });
  for (const key of [KEYS.WEB, KEYS.NONE]) await chat(gateway, "openai", request, { authorization: `Bearer ${key}` });
  await until("what is limited, cancelled, scored, and what it costs, is counted", async () => {
    const { types } = await shown();
    const rare = ["limited", "cost_micro_usd", "attempts_cancelled", "target_score", "target_degraded"];
    return rare.every((name) => types.has(`headgate_${name}`));
  });
  const { rows, types } = await shown();
  const there = [...types].map(([name, type]) => ({
    name,
    type,
    labels: [
      ...new Set(rows.filter(({ metric }) => metric === name).flatMap(({ labels }) => Object.keys(labels))),
    ].sort(),
  }));
  const byName = (a: { name?: string | undefined }, b: { name?: string | undefined }) => (a.name! < b.name! ? -1 : 1);
  expect(documented.sort(byName)).toEqual(there.sort(byName));
});
