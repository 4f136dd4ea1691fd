import { describe, expect, test } from "vitest";
import { warningsOf } from "../../../control-plane/config/warnings.ts";
import { lint } from "../../../control-plane/lint/lint.ts";
import { configOf } from "./model.ts";

const PROVIDERS = {
  a: { dialect: "openai", url: "https://a.example/v1", region: "eu", keys: [{ secret: "env:A" }] },
  b: { dialect: "anthropic", url: "https://b.example", region: "us", keys: [{ secret: "env:B" }] },
  c: { dialect: "ollama", url: "https://c.example", private: true },
};
const [A, B, C] = [
  { provider: "a", model: "m-a" },
  { provider: "b", model: "m-b" },
  { provider: "c", model: "m-c" },
];

type File = { model?: object; keys?: object[]; tenants?: object; providers?: object; timeouts?: object };

function found({ model = {}, providers = {}, keys = [], ...more }: File): string[] {
  const known = keys.map((key, index) => ({ id: `k${index}`, secret: `env:K${index}`, ...key }));
  const models = { m: { targets: [A, B], ...model } };
  const timeouts = { first_token: "10s" };
  const file = configOf({ timeouts, providers: { ...PROVIDERS, ...providers }, models, keys: known, ...more });
  return lint(file).map(({ path, reason, isFatal }) => `${isFatal ? "FATAL " : ""}${path}: ${reason}`);
}

test("nothing is said of a configuration that can work", () => {
  expect(found({ keys: [{}, { allow: ["other"], deny: ["m-b"] }] })).toEqual([]);
});

describe("settings without effect", () => {
  test.each(["hedge", "min_throughput"])("%s of a model with one target", (field) => {
    const value = field === "hedge" ? { after: "1s" } : { tokens_per_second: 5 };
    expect(found({ model: { targets: [A], [field]: value } })).toEqual([
      `models.m.${field}: has no effect: the model has one target; add another, or take this out`,
    ]);
    expect(found({ model: { [field]: value } })).toEqual([]);
  });

  test("no weight beside weights", () => {
    expect(found({ model: { targets: [{ ...A, weight: 1 }, B] } })).toEqual([
      "models.m.targets[1]: is never the first to be asked, beside targets with a weight: give it one, unless it is meant for failover alone",
    ]);
  });

  test("one key twice", () => {
    const keys = [{ secret: "env:A" }, { secret: "env:OTHER" }, { secret: "env:A" }];
    expect(found({ providers: { a: { ...PROVIDERS.a, keys } } })).toEqual([
      "providers.a.keys[2]: is env:A again, as keys[0]: a key that is refused has no other to take over; name another variable",
    ]);
  });
});

describe("fallbacks that are forbidden", () => {
  const lone =
    "keys[0]: key k0 has no fallback for m: deny and require, theirs and their tenant's, leave target 1 alone; leave them another, or accept that it is down when a is";
  const never =
    "FATAL models.m.targets[1]: is never asked: deny or require of every client key that may use the model, or of its tenant, excludes it; open it to one, or take it out";

  test.each([
    ["a key", { deny: ["m-b"] }, undefined],
    ["a key, by the provider", { deny: ["b/*"] }, undefined],
    ["its tenant", { tenant: "t" }, { t: { deny: ["m-b"] } }],
    ["its tenant's region", { tenant: "t" }, { t: { require: { region: "eu" } } }],
    ["its own region", { require: { region: ["eu"] } }, undefined],
  ])("to %s, of two", (_who, key, tenants) => {
    const more = tenants === undefined ? {} : { tenants: { ...tenants, default: null } };
    expect(found({ keys: [key, {}], ...more })).toEqual([lone]);
    expect(found({ keys: [key], ...more })).toEqual([lone, never]);
  });

  test("keys that may do the same are told of once", () => {
    const [told] = found({ keys: [{ deny: ["m-b"] }, {}, { deny: ["m-b"] }] });
    expect(told).toMatch(/^keys\[0\]: key k0 and 1 more have no fallback for m/);
  });

  test("one of two fallbacks is left", () => {
    expect(found({ model: { targets: [A, B, C] }, keys: [{ deny: ["m-b"] }, {}] })).toEqual([]);
  });

  test("a key that is disabled, or may not use the model, does not count", () => {
    expect(found({ keys: [{ deny: ["m-b"], disabled: true }, { deny: ["m-b"], allow: ["n*"] }, {}] })).toEqual([]);
  });

  test("by the model's own requirement", () => {
    const required = (require: object) => found({ model: { targets: [A, B, C], require } });
    expect(required({ region: "eu" })).toEqual([
      "FATAL models.m.targets[1]: is never asked: the model's require asks for region eu, and provider b is not that; say so at the provider, or take the target out",
      "FATAL models.m.targets[2]: is never asked: the model's require asks for region eu, and provider c is not that; say so at the provider, or take the target out",
    ]);
    expect(required({ private: true })[0]).toMatch(/^models\.m\.targets\[0\]: is never asked: .* asks for private,/);
    expect(required({ region: ["eu", "us"] }).map((line) => line.split(":")[0])).toEqual(["FATAL models.m.targets[2]"]);
  });
});

describe("targets that fail together", () => {
  test("at one provider", () => {
    expect(found({ model: { targets: [A, { provider: "a", model: "other" }] } })).toEqual([
      "models.m.targets: are all at https://a.example: its outage takes every fallback along; add a target at another provider",
    ]);
  });

  test("at one address under two names", () => {
    const b = { ...PROVIDERS.a, keys: [{ secret: "env:B" }] };
    expect(found({ providers: { b } })).toEqual([
      "providers.b.url: is at https://a.example, as provider a: when it is not reached, both are out; count them as one",
      "models.m.targets: are all at https://a.example: its outage takes every fallback along; add a target at another provider",
    ]);
  });

  test("with one key", () => {
    expect(found({ providers: { b: { ...PROVIDERS.b, keys: [{ secret: "env:A" }] } } })).toEqual([
      "models.m.targets: have all one key, env:A: where it is refused or used up, no fallback helps; give one of the providers another",
    ]);
  });
});

describe("fallbacks that take less", () => {
  const told = (what: string) =>
    `models.m.targets: requests ${what} have no fallback: the first target alone takes them; add another that does`;
  test.each([
    ["with images (vision: false)", {}, { vision: false }],
    ["with tools (tools: false)", {}, { tools: false }],
    ["for a JSON schema (traits.json_schema: false)", {}, { traits: { json_schema: false } }],
    ["longer than 4000 tokens (context_length)", { context_length: 8000 }, { context_length: 4000 }],
  ])("%s", (what, first, other) => {
    expect(
      found({
        model: {
          targets: [
            { ...A, ...first },
            { ...B, ...other },
          ],
        },
      }),
    ).toEqual([told(what)]);
    expect(found({ model: { targets: [{ ...A, ...first }, { ...B, ...other }, C] } })).toEqual([]);
    expect(
      found({
        model: {
          targets: [
            { ...A, ...other },
            { ...B, ...first },
          ],
        },
      }),
    ).toEqual([]);
  });
});

test("a last target for which no time is left", () => {
  const timeouts = { first_token: "10s", idle: "20s" };
  expect(found({ timeouts })).toEqual([]);
  expect(found({ timeouts, model: { targets: [A, B, C] } })).toEqual([
    "timeouts.idle: 20s is over before target 3 of m is asked, where 2 before it say nothing for 10s each: make first_token shorter, or idle longer than 20s",
  ]);
  expect(found({ timeouts, model: { targets: [A, B, C], first_token: "5s" } })).toEqual([]);
});

test("headgate check tells of what is a mistake, and not of what may be a choice", () => {
  const model = { targets: [A, { provider: "a", model: "other", weight: 2 }] };
  const file = configOf({ providers: PROVIDERS, models: { m: model } });
  expect(warningsOf(file)).toEqual([
    "models.m.targets[0]: is never the first to be asked, beside targets with a weight: give it one, unless it is meant for failover alone",
  ]);
});
