import { expect, test } from "vitest";
import { parseOptions } from "./options.ts";
import { SCENARIOS } from "./scenarios.ts";

test("everything by default, one round if it has to be quick", () => {
  expect(parseOptions([])).toEqual({ rounds: 7, seconds: 1, scenarios: SCENARIOS });
  expect(parseOptions(["--quick"])).toMatchObject({ rounds: 1, scenarios: SCENARIOS });
});

test("chosen rounds, seconds and scenarios", () => {
  const { rounds, seconds, scenarios } = parseOptions(["--rounds", "3", "--seconds=2", "--only", "chat"]);
  expect([rounds, seconds, scenarios.map(({ name }) => name)]).toEqual([3, 2, ["chat"]]);
});

test.each([
  [["--only", "chatt"]],
  [["--rounds", "0"]],
  [["--seconds", "1.5"]],
  [["--fast"]],
])("%j is refused", (args) => {
  expect(() => parseOptions(args)).toThrow(expect.objectContaining({ exitCode: 2 }));
});
