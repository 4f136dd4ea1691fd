import { describe, expect, it } from "vitest";
import { loadAssembly } from "./load-assembly.ts";

interface Exports {
  seed(value: bigint): void;
  drawn(): number;
  begin(strategy: number): void;
  add(weight: number, input: number, output: number, score: number, latency: number, degraded: boolean): void;
  choose(barred: number, prompt: bigint, limit: bigint): number;
  chosen(place: number): number;
  converse(mark: bigint): void;
}

const routing = await loadAssembly<Exports>(import("./assembly/routing.ts?wasm"));

/** plugin/policy/model/strategy.ts */
const STRATEGY = { priority: 0, weighted: 1, lowest_cost: 2, lowest_latency: 3, best_score: 4 };
type Strategy = keyof typeof STRATEGY;

interface Target {
  weight?: number;
  price?: [input: number, output: number];
  score?: number;
  latency?: number;
  degraded?: boolean;
}

interface Request {
  prompt?: number;
  limit?: number;
  barred?: number[];
}

function model(strategy: Strategy, targets: Target[], seed = 1): void {
  routing.seed(BigInt(seed));
  routing.begin(STRATEGY[strategy]);
  for (const { weight = 0, price: [input, output] = [-1, -1], score, latency = -1, degraded = false } of targets) {
    const known = score ?? (latency >= 0 || degraded ? 1 : -1);
    routing.add(weight, input, output, known, latency, degraded);
  }
}

/** Targets by letters, in the order in which they are tried. */
function order({ prompt = 0, limit = 0, barred = [] }: Request = {}): string {
  const mask = barred.reduce((sum, index) => sum | (1 << index), 0);
  const count = routing.choose(mask, BigInt(prompt), BigInt(limit));
  return Array.from({ length: count }, (_, place) => "abcdef"[routing.chosen(place)]).join("");
}

/** How often each leads, of `n`. */
function leaders(n: number): Record<string, number> {
  const counts: Record<string, number> = {};
  for (let i = 0; i < n; i++) {
    const leader = order()[0] ?? "";
    counts[leader] = (counts[leader] ?? 0) + 1;
  }
  return counts;
}

/** Six standard deviations of a count: a right distribution never fails by it, and the seed is fixed besides. */
function expectShare(count: number | undefined, share: number, n: number): void {
  expect(Math.abs((count ?? 0) - share * n)).toBeLessThan(6 * Math.sqrt(n * share * (1 - share)) + 1);
}

const N = 20_000;

describe("chance", () => {
  // The reference implementation's first numbers for the seed 1234567, over 2^64: https://prng.di.unimi.it/splitmix64.c
  it("is SplitMix64", () => {
    routing.seed(1234567n);
    const expected = [6457827717110365317n, 3203168211198807973n, 9817491932198370423n];
    for (const bits of expected) expect(routing.drawn()).toBe(Number(bits >> 11n) / 2 ** 53);
  });

  it("is the same again from the same seed, and another from another", () => {
    const targets = [{ weight: 1 }, { weight: 1 }, { weight: 1 }];
    const sequence = (seed: number) => {
      model("weighted", targets, seed);
      return Array.from({ length: 40 }, () => order()).join(" ");
    };
    expect(sequence(7)).toBe(sequence(7));
    expect(sequence(7)).not.toBe(sequence(8));
  });
});

describe("priority", () => {
  it("is as listed", () => {
    model("priority", [{}, { score: 0.1 }, {}]);
    expect(order()).toBe("abc");
    expect(order({ barred: [0] })).toBe("bc");
    expect(order({ barred: [0, 1, 2] })).toBe("");
  });
});

describe("weighted", () => {
  it("draws by the configured weights exactly where nothing is known", () => {
    model("weighted", [{ weight: 5 }, { weight: 3 }, { weight: 2 }]);
    const counts = leaders(N);
    expectShare(counts.a, 0.5, N);
    expectShare(counts.b, 0.3, N);
    expectShare(counts.c, 0.2, N);
  });

  it("draws by weight × score", () => {
    model("weighted", [
      { weight: 1, score: 0.25 },
      { weight: 1, score: 0.75 },
    ]);
    expectShare(leaders(N).a, 0.25, N);
  });

  it("tries the rest as listed", () => {
    model("weighted", [{ weight: 1 }, { weight: 1 }, { weight: 1 }]);
    const orders = new Set(Array.from({ length: 100 }, () => order()));
    expect(orders).toEqual(new Set(["abc", "bac", "cab"]));
  });

  it("shares a barred target's part among the others", () => {
    model("weighted", [{ weight: 8 }, { weight: 1 }, { weight: 1 }]);
    const first = Array.from({ length: N }, () => order({ barred: [0] })[0]);
    expectShare(first.filter((name) => name === "b").length, 0.5, N);
  });

  it("begins with none that has no weight, and keeps them to fail over to", () => {
    model("weighted", [{}, { weight: 1 }]);
    expect(Array.from({ length: 50 }, () => order()).every((one) => one === "ba")).toBe(true);
    expect(order({ barred: [1] })).toBe("a");
  });

  it("leaves a degraded target a twentieth of its share", () => {
    model("weighted", [{ weight: 1, degraded: true }, { weight: 1 }]);
    expectShare(leaders(N).a, 0.05 / 1.05, N);
  });
});

describe("weighted, of a conversation", () => {
  /** The leaders of so many conversations. */
  const homes = (n: number, request: Request = {}) =>
    Array.from({ length: n }, (_, index) => {
      routing.converse(BigInt(index + 1));
      return order(request)[0] ?? "";
    });
  const count = (letters: string[], letter: string) => letters.filter((one) => one === letter).length;

  it("has the same order each time", () => {
    model("weighted", [{ weight: 5 }, { weight: 3 }, { weight: 2 }]);
    routing.converse(77n);
    expect(new Set(Array.from({ length: 100 }, () => order())).size).toBe(1);
  });

  it("shares conversations by the weights", () => {
    model("weighted", [{ weight: 5 }, { weight: 3 }, { weight: 2 }]);
    const found = homes(N);
    expectShare(count(found, "a"), 0.5, N);
    expectShare(count(found, "b"), 0.3, N);
    expectShare(count(found, "c"), 0.2, N);
  });

  it("moves those of a target that is out alone, to the others by their weights", () => {
    model("weighted", [{ weight: 2 }, { weight: 3 }, { weight: 1 }]);
    const before = homes(N);
    const without = homes(N, { barred: [0] });
    const moved = without.filter((_, index) => before[index] === "a");
    expect(without.filter((_, index) => before[index] !== "a")).toEqual(before.filter((home) => home !== "a"));
    expectShare(count(moved, "b"), 0.75, moved.length);
    expect(homes(N)).toEqual(before);
  });

  it("is not moved by a score, and leads with no target that has no weight", () => {
    model("weighted", [{ weight: 1 }, { weight: 1 }, {}]);
    const before = homes(200);
    model("weighted", [{ weight: 1, score: 0.2 }, { weight: 1, score: 0.9 }, { score: 1 }]);
    expect(homes(200)).toEqual(before);
    expect(count(before, "c")).toBe(0);
  });

  it("goes on elsewhere while its target is degraded, but for one request in twenty", () => {
    model("weighted", [{ weight: 1 }, { weight: 1 }]);
    const before = homes(N);
    model("weighted", [{ weight: 1, degraded: true }, { weight: 1 }]);
    const found = homes(N);
    const own = found.filter((_, index) => before[index] === "a");
    expectShare(count(own, "a"), 0.05, own.length);
    expect(found.filter((_, index) => before[index] === "b").every((home) => home === "b")).toBe(true);
  });
});

describe("lowest_cost", () => {
  const dearPrompt: Target = { price: [10, 1] };
  const dearAnswer: Target = { price: [1, 10] };

  it.each<[string, Request, string]>([
    ["a long prompt and a short answer", { prompt: 10_000, limit: 10 }, "ba"],
    ["a short prompt and a long answer", { prompt: 10, limit: 400 }, "ab"],
    ["an answer of no said length is some paragraphs", { prompt: 100 }, "ab"],
    ["a limit that no answer will reach says no more", { prompt: 2_000, limit: 100_000 }, "ba"],
  ])("goes by what this request costs: %s", (_, request, expected) => {
    model("lowest_cost", [dearPrompt, dearAnswer]);
    expect(order(request)).toBe(expected);
  });

  it("asks those without a price last, and equals as listed", () => {
    model("lowest_cost", [{}, { price: [2, 2] }, { price: [1, 1] }, {}, { price: [1, 1] }]);
    expect(order({ prompt: 100 })).toBe("cebad");
  });

  it("takes what is free for the cheapest", () => {
    model("lowest_cost", [{ price: [1, 1] }, { price: [0, 0] }]);
    expect(order({ prompt: 100 })).toBe("ba");
  });
});

describe("lowest_latency", () => {
  it("goes by the time to the first token", () => {
    model("lowest_latency", [{ latency: 300 }, { latency: 100 }, { latency: 200 }]);
    expect(order()).toBe("bca");
  });

  it("is as listed where nothing is known", () => {
    model("lowest_latency", [{}, {}]);
    expect(order()).toBe("ab");
  });

  it("asks one that is not known in one of twenty requests", () => {
    model("lowest_latency", [{}, { latency: 100 }, {}]);
    const counts = leaders(N);
    expectShare(counts.b, 0.95, N);
    expectShare(counts.a, 0.025, N);
    expectShare(counts.c, 0.025, N);
  });
});

describe("best_score", () => {
  it("goes by the score, one that is not known as the best", () => {
    model("best_score", [{ score: 0.5 }, { score: 0.9 }, {}, { score: 0.7 }]);
    expect(order()).toBe("cbda");
  });
});

describe.each<Strategy>(["priority", "lowest_cost", "lowest_latency", "best_score"])("%s", (strategy) => {
  const degraded: Target = { degraded: true, score: 0.9, latency: 1, price: [0, 0] };
  const healthy: Target = { score: 0.5, latency: 900, price: [9, 9] };

  it("asks a degraded target behind the healthy ones, but for one request in twenty", () => {
    model(strategy, [degraded, healthy]);
    const counts = leaders(N);
    expectShare(counts.a, 0.05, N);
    expectShare(counts.b, 0.95, N);
    expect(order().length).toBe(2);
  });

  it("takes the least bad where all are degraded", () => {
    model(strategy, [
      { ...degraded, score: 0.1 },
      { ...degraded, score: 0.3, price: [5, 5], latency: 99 },
      { ...degraded, score: 0.2 },
    ]);
    expect(new Set(Array.from({ length: 100 }, () => order()))).toEqual(new Set(["bca"]));
  });

  it("asks no degraded target that may not take the request", () => {
    model(strategy, [degraded, healthy, healthy]);
    const first = Array.from({ length: 200 }, () => order({ barred: [0] }));
    expect(first.every((one) => one.length === 2 && !one.includes("a"))).toBe(true);
  });
});

it("takes the least bad of weighted targets too", () => {
  model("weighted", [
    { weight: 9, degraded: true, score: 0.1 },
    { weight: 1, degraded: true, score: 0.2 },
  ]);
  expect(new Set(Array.from({ length: 100 }, () => order()))).toEqual(new Set(["ba"]));
});
