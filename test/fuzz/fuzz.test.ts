import { describe, expect, it } from "vitest";
import { Fuzzer } from "./fuzzer.ts";
import { Random } from "./random.ts";
import { Scenario } from "./scenario.ts";

/** A few seconds; `npm run fuzz` goes on from where nobody has been. */
const SCENARIOS = 2500;

/** How often the same scenarios are played to see whether memory grows. */
const ROUNDS = 4;
const IN_ROUND = 250;

const PAGE = 64 << 10;

describe("the filter, put through hard input", () => {
  it(`lives through ${SCENARIOS} scenarios, and each client gets something of its dialect`, () => {
    const fuzzer = new Fuzzer();
    const tally = { refused: 0, error: 0, whole: 0, failed: 0, open: 0 };
    for (let seed = 1; seed <= SCENARIOS; seed++) tally[fuzzer.play(seed)] += 1;
    // All of it was reached: requests refused, providers that failed, whole answers, broken ones, cut ones.
    expect(tally.refused).toBeGreaterThan(SCENARIOS / 20);
    expect(tally.error).toBeGreaterThan(SCENARIOS / 40);
    expect(tally.whole).toBeGreaterThan(SCENARIOS / 5);
    expect(tally.failed).toBeGreaterThan(SCENARIOS / 100);
    expect(tally.open).toBeGreaterThan(0);
  });

  it("keeps nothing of what is over", () => {
    const fuzzer = new Fuzzer();
    const playRound = () => {
      for (let seed = 1; seed <= IN_ROUND; seed++) fuzzer.play(seed);
      return fuzzer.host.memoryBytes;
    };
    const before = playRound();
    for (let round = 1; round < ROUNDS; round++) playRound();
    expect(playRound() - before).toBeLessThanOrEqual(PAGE);
  });

  it("makes the same of the same seed", () => {
    const scenario = () => new Scenario(new Random(7)).describe();
    expect(scenario()).toBe(scenario());
    expect(scenario()).not.toBe(new Scenario(new Random(8)).describe());
  });
});
