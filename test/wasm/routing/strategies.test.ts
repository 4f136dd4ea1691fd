import { describe, expect, it } from "vitest";
import type { Upstream } from "../../host/index.ts";
import { filter, policyOf } from "../filter.ts";

const fails: Upstream = () => ({ status: 500, headers: {}, body: "" });
const PATH = "/v1/chat/completions";

/** The providers in the order in which a request is sent to them while each fails. */
function tried(host: ReturnType<typeof filter>, more: object = {}): string[] {
  const body = JSON.stringify({ model: "m", messages: [{ role: "user", content: "Hi" }], ...more });
  return host.open({ path: PATH, body }).result.attempts.map(({ target }) => target.split("/")[1] ?? "");
}

const weighted = {
  targets: [
    { provider: "openai", weight: 3 },
    { provider: "anthropic", weight: 2 },
    { provider: "ollama", weight: 1 },
  ],
};

describe("with a seed", () => {
  const sequence = (seed: number) => {
    const host = filter({ models: { m: weighted }, seed }, fails);
    return Array.from({ length: 40 }, () => {
      host.advance(7);
      return tried(host)[0];
    });
  };

  it("the same requests go to the same targets, whenever they come", () => {
    expect(sequence(1)).toEqual(sequence(1));
    expect(new Set(sequence(1)).size).toBe(3);
  });

  it("another seed is another sequence", () => {
    expect(sequence(1)).not.toEqual(sequence(2));
  });

  it("a change of the policy begins it anew", () => {
    const config = { models: { m: weighted }, seed: 1 };
    const host = filter(config, fails);
    const draw = () => Array.from({ length: 12 }, () => tried(host)[0]);
    const first = draw();
    expect(draw()).not.toEqual(first);
    host.tick();
    const [poll] = host.pendingCalls;
    if (poll === undefined) throw new Error("nothing was asked for");
    host.reply(poll, { status: 200, body: JSON.stringify({ ...policyOf(config), version: "next" }) });
    expect(draw()).toEqual(first);
  });
});

describe("a model's strategy", () => {
  const [cheapPrompt, cheapAnswer] = [
    { input: 1, output: 9 },
    { input: 9, output: 1 },
  ];

  it.each<[string, object, object, string[]]>([
    ["priority, whatever the weights", { ...weighted, strategy: "priority" }, {}, ["openai", "anthropic", "ollama"]],
    [
      "lowest_cost, by what this request costs",
      {
        strategy: "lowest_cost",
        targets: [
          { provider: "openai" },
          { provider: "anthropic", price: cheapPrompt },
          { provider: "ollama", price: cheapAnswer },
        ],
      },
      {},
      ["ollama", "anthropic", "openai"],
    ],
    [
      "the same, with a long prompt",
      {
        strategy: "lowest_cost",
        targets: [
          { provider: "anthropic", price: cheapAnswer },
          { provider: "ollama", price: cheapPrompt },
        ],
      },
      { messages: [{ role: "user", content: "a".repeat(20_000) }] },
      ["ollama", "anthropic"],
    ],
    [
      "lowest_latency, as listed while nothing is known",
      { strategy: "lowest_latency", targets: [{ provider: "ollama" }, { provider: "openai" }] },
      {},
      ["ollama", "openai"],
    ],
    [
      "best_score, as listed while nothing is known",
      { strategy: "best_score", targets: [{ provider: "ollama" }, { provider: "openai" }] },
      {},
      ["ollama", "openai"],
    ],
  ])("%s", (_, model, request, expected) => {
    const host = filter({ models: { m: model } }, fails);
    for (let i = 0; i < 5; i++) expect(tried(host, request)).toEqual(expected);
  });

  it("weighted without any weight draws from all alike", () => {
    const targets = [{ provider: "openai" }, { provider: "anthropic" }];
    const host = filter({ models: { m: { strategy: "weighted", targets } }, seed: 3 }, fails);
    const first = Array.from({ length: 40 }, () => tried(host)[0]);
    expect(new Set(first)).toEqual(new Set(["openai", "anthropic"]));
  });

  it("lowest_cost holds for embeddings, by the price of the prompt alone", () => {
    const targets = [
      { provider: "openai", price: { input: 2, output: 0 } },
      { provider: "ollama", price: { input: 1, output: 99 } },
    ];
    const host = filter({ models: { m: { strategy: "lowest_cost", targets } } }, fails);
    const { attempts } = host.open({ path: "/v1/embeddings", body: '{"model":"m","input":"Hi"}' }).result;
    expect(attempts.map(({ target }) => target)).toEqual(["m/ollama", "m/openai"]);
  });
});

it.each([
  ["models", "m", { name: "m" }],
  ["tenants", "t", { id: "t" }],
  ["keys", "k", { id: "k" }],
])("a policy whose %s require what nobody can read is refused whole", (list, id, found) => {
  const config = {
    models: { m: weighted },
    tenants: { t: {} },
    keys: [{ id: "k", tenant: "t", secret: "env:CLIENT" }],
  };
  for (const require of ["eu", { region: "eu" }, { region: [] }, { region: [7] }, { private: "yes" }]) {
    const host = filter(config, fails);
    const policy = JSON.parse(JSON.stringify(policyOf(config)));
    const owner = policy[list].find((one: object) => Object.entries(found).every(([k, v]) => one[k as never] === v));
    owner.require = require;
    host.tick();
    const [poll] = host.pendingCalls;
    if (poll === undefined) throw new Error("nothing was asked for");
    host.reply(poll, { status: 200, body: JSON.stringify({ ...policy, version: "next" }) });
    expect(host.logs.map((line) => line.message).join("\n")).toContain(`policy.${list}.${id}.require: expected`);
  }
});
