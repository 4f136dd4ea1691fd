import { describe, expect, test } from "vitest";
import type { Case } from "../../../control-plane/failover-test/case/case.ts";
import { walkConfig } from "../../../control-plane/failover-test/walk-config.ts";
import { walkEnvironment } from "../../../control-plane/failover-test/walk-environment.ts";
import { casesOf, walkedModels } from "../../../control-plane/failover-test/walked-cases.ts";
import { buildPolicy } from "../../../control-plane/policy/build.ts";
import { renderEnvoy } from "../../../envoy/render.ts";
import { configOf } from "./model.ts";

const INJECTOR = "http://127.0.0.1:4567";

const FILE = {
  tls: { certificate: "/c.pem", key: "/k.pem" },
  providers: {
    a: {
      dialect: "openai",
      url: "https://a.example/v1",
      keys: [
        { secret: "env:A1" },
        { id: "two", secret: "env:A2", limits: { requests_per_minute: 1 } },
        { id: "old", secret: "env:A3", expires_at: "2026-01-01T00:00:00Z" },
        { id: "mini", secret: "env:A4", models: ["*-mini"] },
      ],
    },
    b: { dialect: "anthropic", url: "https://b.example", health_check: true },
  },
  models: {
    m: { targets: [{ provider: "a" }, { provider: "b", model: "x" }], limits: { requests_per_minute: 1 } },
    "g-*": { targets: [{ provider: "b", weight: 2 }] },
    alias: { default: "m" },
  },
  tenants: { t: { limits: { requests_per_minute: 0 } } },
  keys: [{ id: "k", tenant: "t", secret: "env:CLIENT", deny: ["x"] }],
  rules: [{ deny: "never" }],
  cache: {},
  timeouts: { first_token: "250ms" },
};

function planned(file: object = FILE) {
  const config = configOf(file);
  const policy = buildPolicy(config, walkEnvironment(config, "s"));
  const models = walkedModels(config, policy, new Date("2026-11-21T00:00:00Z"));
  return { config, models, cases: casesOf(models, config) };
}

describe("the plan", () => {
  test("walks the models that have targets of their own, with the keys that may be used", () => {
    const { models } = planned();
    expect(models.map(({ name }) => name)).toEqual(["m", "g-*"]);
    expect(
      models.flatMap(({ targets }) => targets.map(({ provider, upstream, keys }) => [provider, upstream, keys])),
    ).toEqual([
      ["a", "m", ["key-1", "two"]],
      ["b", "x", []],
      ["b", "g-any", []],
    ]);
  });

  test("has each fault once, and twice where a key or a second fallback is to be proved", () => {
    const times = (cases: readonly Case[], model: string, fault: string) =>
      cases
        .filter((one) => one.model.name === model && one.fault.name === fault)
        .map(({ failing, keys }) => `${failing} ${keys}`);
    const { cases } = planned();
    expect(times(cases, "m", "500")).toEqual(["1 every"]);
    expect(times(cases, "m", "429")).toEqual(["1 first", "1 every"]);
    expect(times(cases, "g-*", "429")).toEqual(["1 every"]);
    const targets = [{ provider: "b", model: "x" }, { provider: "a" }, { provider: "a", model: "y" }];
    const deep = planned({ ...FILE, models: { m: { targets } } }).cases;
    expect(times(deep, "m", "500")).toEqual(["1 every", "2 every"]);
    // The third is at the provider that is not reached.
    expect(times(deep, "m", "connection refused")).toEqual(["1 every"]);
    expect(times(deep, "m", "400")).toEqual(["1 every"]);
  });

  test("has no slow start without min_throughput, and a quota in a 429 where the dialect has that", () => {
    const faults = (model: string) =>
      planned()
        .cases.filter((one) => one.model.name === model)
        .map(({ fault }) => fault.name);
    expect(faults("m")).not.toContain("slow start");
    expect(faults("m")).toContain("429, quota used up");
    expect(faults("g-*")).not.toContain("429, quota used up");
  });
});

describe("the walk's configuration", () => {
  const { config, cases } = planned();
  const walking = walkConfig(config, cases, { injector: INJECTOR });
  const envoy = renderEnvoy(walking, buildPolicy(walking, walkEnvironment(config, "s")));

  test("reaches nothing but loopback, and names none of the real variables", () => {
    for (const [name, { url }] of Object.entries(walking.providers)) {
      expect(new URL(url).hostname, name).toMatch(/^127\.0\.0\.1$|\.invalid$/);
    }
    for (const real of ["a.example", "b.example", "A1", "A2", "CLIENT", "/c.pem"]) expect(envoy).not.toContain(real);
  });

  test("has providers of its own for each case, away where the fault is that", () => {
    const away = cases.find(({ fault, model }) => fault.name === "no TLS where TLS is due" && model.name === "m");
    expect(walking.providers[`a.${away?.id}`]?.url).toBe("https://127.0.0.1:4567");
    expect(walking.providers[`b.${away?.id}`]?.url).toBe(INJECTOR);
    expect(walking.providers[`b.${away?.id}`]?.faces[0]?.path).toBe(`/${away?.id}/1`);
  });

  test("holds nothing that would get in the way", () => {
    expect(walking).toMatchObject({
      rules: [],
      anonymous: false,
      listen: "127.0.0.1:0",
      timeouts: { first_token: "0.25s", connect: "1s" },
    });
    expect(walking.cache).toBeUndefined();
    expect(walking.tls).toBeUndefined();
    for (const { limits, strategy } of Object.values(walking.models))
      expect([limits, strategy]).toEqual([{}, "priority"]);
    for (const { keys, health_check } of Object.values(walking.providers)) {
      expect([keys.filter(({ limits }) => Object.keys(limits).length > 0), health_check]).toEqual([[], undefined]);
    }
  });

  test("keeps the user's client keys, and has one more, of a tenant of its own", () => {
    expect(walking.keys.map(({ id, tenant }) => `${id} ${tenant}`)).toEqual([
      "k t",
      "headgate-failover-test headgate-failover-test",
    ]);
    expect(Object.keys(walking.tenants)).toEqual(["t", "headgate-failover-test"]);
  });
});
