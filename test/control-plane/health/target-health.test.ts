import { describe, expect, test } from "vitest";
import { Simulation } from "./simulation.ts";

describe("targets that do alike", () => {
  test.each([1, 2, 3, 4, 5])("are scored alike and never degraded, whatever chance makes of it (seed %i)", (seed) => {
    const simulation = new Simulation(["a", "b", "c"], seed);
    for (const id of ["a", "b", "c"]) simulation.set(id, { errorRate: 0.02, perSecond: 3 });
    for (let minute = 0; minute < 10; minute++) {
      simulation.run(60);
      for (const id of ["a", "b", "c"]) expect(simulation.of(id).score).toBeGreaterThan(0.35);
    }
    expect(simulation.turns).toEqual([]);
  });

  test("have no score before anything is known of them", () => {
    expect(new Simulation(["a"]).health.standings()).toEqual([]);
  });

  test("are not judged by a few attempts", () => {
    const simulation = new Simulation(["a", "b"]);
    simulation.set("b", { perSecond: 2, errorRate: 1 });
    simulation.run(2);
    expect(simulation.of("b").degraded).toBe(false);
    expect(simulation.of("b").score).toBeLessThan(simulation.of("a").score);
  });
});

describe("a target", () => {
  test("that fails is degraded within two seconds of busy traffic, and leads nothing", () => {
    const simulation = new Simulation(["a", "b"]);
    for (const id of ["a", "b"]) simulation.set(id, { perSecond: 100 });
    simulation.run(120);
    simulation.set("b", { perSecond: 100, errorRate: 1 });
    const from = simulation.now;
    simulation.run(2);
    expect(simulation.of("b").degraded).toBe(true);
    expect(simulation.turns).toMatchObject([{ id: "b", model: "m", degraded: true }]);
    expect(simulation.turns[0]!.at - from).toBeLessThanOrEqual(2000);
    expect(simulation.of("b").score).toBeLessThan(0.5 * simulation.of("a").score);
  });

  test("that becomes slow is degraded, and its latency and 95th percentile are told", () => {
    const simulation = new Simulation(["a", "b"]);
    simulation.run(60);
    simulation.set("b", { latencyMs: 3000 });
    simulation.run(60);
    const { degraded, rates, score } = simulation.of("b");
    expect(degraded).toBe(true);
    expect(score).toBeLessThan(0.4);
    expect(rates.latencyMs).toBeGreaterThan(1500);
    expect(rates.p95Ms).toBeGreaterThan(2 * rates.latencyMs!);
  });

  test("whose tail is long is scored below one with the same mean", () => {
    const simulation = new Simulation(["a", "b"]);
    const tick = (id: string, times: [number, number][]) => ({
      id,
      attempts: 100,
      failures: {},
      first_token: times,
      tokens: 0,
      tokens_ms: 0,
      answers: 0,
      read: 0,
      flaws: {},
    });
    simulation.health.take([
      tick("a", [[595, 100]]),
      tick("b", [
        [100, 94],
        [8350, 6],
      ]),
    ]);
    expect(simulation.of("a").rates.latencyMs).toBeCloseTo(simulation.of("b").rates.latencyMs!, -1);
    expect(simulation.of("b").score).toBeLessThan(0.7 * simulation.of("a").score);
  });

  test.each([
    ["speaks slowly", { tokensPerSecond: 5 }],
    ["answers with nothing", { flawRate: 0.8 }],
  ])("that %s is scored lower", (_, behaviour) => {
    const simulation = new Simulation(["a", "b"]);
    simulation.set("b", behaviour);
    simulation.run(60);
    expect(simulation.of("b").score).toBeLessThan(0.5 * simulation.of("a").score);
  });

  test("that recovers leaves after some good attempts of the trickle, once", () => {
    const simulation = new Simulation(["a", "b"]);
    simulation.set("b", { errorRate: 1 });
    simulation.run(30);
    expect(simulation.of("b").degraded).toBe(true);
    simulation.set("b", {});
    simulation.run(10);
    expect(simulation.of("b").degraded, "after five attempts").toBe(true);
    simulation.run(50);
    expect(simulation.of("b").degraded).toBe(false);
    expect(simulation.of("b").since).toBe(simulation.turns[1]!.at);
    simulation.run(600);
    expect(simulation.turns.map(({ degraded }) => degraded)).toEqual([true, false]);
  });

  test("that is still slow stays, however many attempts the trickle makes", () => {
    const simulation = new Simulation(["a", "b"]);
    simulation.set("b", { latencyMs: 3000 });
    simulation.run(60);
    simulation.run(600);
    expect(simulation.turns).toHaveLength(1);
    expect(simulation.of("b").degraded).toBe(true);
  });

  test("that nobody asks does not become well by waiting, but is forgotten after a quarter of an hour", () => {
    const simulation = new Simulation(["a", "b"]);
    simulation.set("b", { errorRate: 1 });
    simulation.run(30);
    simulation.set("b", { perSecond: 0 });
    simulation.run(14 * 60);
    expect(simulation.of("b").degraded).toBe(true);
    simulation.run(2 * 60);
    expect(simulation.health.standings().map(({ id }) => id)).toEqual(["a"]);
  });

  test.each([1, 2, 3])("at the border does not flap (seed %i)", (seed) => {
    const simulation = new Simulation(["a", "b"], seed);
    simulation.set("b", { errorRate: 0.1 });
    simulation.run(1800);
    expect(simulation.turns.length).toBeLessThanOrEqual(10);
  });
});

describe("if all targets of a model are bad", () => {
  test("the least bad leads", () => {
    const simulation = new Simulation(["a", "b"]);
    simulation.set("a", { errorRate: 1 });
    simulation.set("b", { errorRate: 0.3 });
    simulation.run(60);
    const standings = simulation.health.standings();
    expect(standings.filter(({ degraded }) => !degraded).map(({ id }) => id)).toEqual(["b"]);
    expect(simulation.of("b").score).toBeGreaterThan(simulation.of("a").score);
  });

  test("one that is degraded leads as soon as the others are worse", () => {
    const simulation = new Simulation(["a", "b"]);
    simulation.set("a", { errorRate: 0.3 });
    simulation.run(60);
    expect(simulation.of("a").degraded).toBe(true);
    simulation.set("b", { errorRate: 1 });
    simulation.run(120);
    expect(simulation.of("a").degraded).toBe(false);
    expect(simulation.of("b").degraded).toBe(true);
  });
});

test("one target alone is never degraded, and its score says how it does", () => {
  const simulation = new Simulation(["a"]);
  simulation.set("a", { errorRate: 1 });
  simulation.run(60);
  expect(simulation.turns).toEqual([]);
  expect(simulation.of("a").score).toBeLessThan(0.1);
});

test("what counts against a key or nobody is no error of the target", () => {
  const simulation = new Simulation(["a"]);
  const failures = { rate_limit: 30, key_refused: 10, bad_request: 10 };
  const nothing = { first_token: [], tokens: 0, tokens_ms: 0, answers: 0, read: 0, flaws: {} };
  simulation.health.take([{ id: "a", attempts: 50, failures, ...nothing }]);
  expect(simulation.of("a").rates.errorRate).toBe(0);
  simulation.health.take([{ id: "a", attempts: 50, failures: { overloaded: 50 }, ...nothing }]);
  expect(simulation.of("a").rates.errorRate).toBeGreaterThan(0.5);
});

test("a target that the policy does not know is not kept", () => {
  const simulation = new Simulation(["a"]);
  const report = {
    attempts: 1,
    failures: {},
    first_token: [],
    tokens: 0,
    tokens_ms: 0,
    answers: 0,
    read: 0,
    flaws: {},
  };
  simulation.health.take([{ id: "b", ...report }]);
  expect(simulation.health.standings()).toEqual([]);
});

describe("what a judge says", () => {
  test("lowers the score of a target with bad answers, and degrades none by itself", () => {
    const simulation = new Simulation(["a", "b"]);
    simulation.set("a", { judged: 1 });
    simulation.set("b", { judged: 0 });
    simulation.run(120);
    const [a, b] = [simulation.of("a"), simulation.of("b")];
    expect([a.rates.judged, b.rates.judged]).toEqual([1, 0]);
    expect(b.score).toBeLessThan(0.65 * a.score);
    expect(simulation.turns).toEqual([]);
  });

  test("means little while it is little", () => {
    const simulation = new Simulation(["a", "b"]);
    simulation.run(60);
    const before = simulation.of("b").score;
    simulation.health.hear("b", 0);
    expect(simulation.of("b").score).toBeGreaterThan(0.9 * before);
    expect(simulation.of("b").score).toBeLessThan(before);
    expect(simulation.of("b").rates.judged).toBe(0);
  });

  test("is outweighed by what it says later", () => {
    const simulation = new Simulation(["a"]);
    simulation.set("a", { judged: 0 });
    simulation.run(120);
    simulation.set("a", { judged: 1 });
    simulation.run(240);
    expect(simulation.of("a").rates.judged).toBeGreaterThan(0.95);
  });

  test("wears off, also of a target on probation", () => {
    const simulation = new Simulation(["a", "b"]);
    simulation.set("b", { judged: 0, errorRate: 0.5 });
    simulation.run(120);
    expect(simulation.of("b").degraded).toBe(true);
    const { verdicts } = simulation.of("b").rates;
    simulation.set("b", { errorRate: 0.5 });
    simulation.run(900);
    expect(simulation.of("b").rates.verdicts).toBeCloseTo(verdicts / 2, 5);
  });

  test("holds nothing against a target that nobody knows", () => {
    const simulation = new Simulation(["a"]);
    simulation.health.hear("gone", 0);
    expect(simulation.health.known()).toEqual([]);
  });
});
