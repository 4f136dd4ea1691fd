import { parseArgs } from "node:util";
import { OperatorError } from "../../control-plane/process/operator-error.ts";
import type { Scenario } from "./scenario.ts";
import { SCENARIOS } from "./scenarios/index.ts";

export interface Options {
  scenarios: readonly Scenario[];
  /** Of each state of things in a scenario; of the whole day. */
  seconds: number;
  callers: number;
  /** The simulated day, in place of the scenarios. */
  day: boolean;
  /** Of the day's outages. */
  seed: number;
}

/** @throws OperatorError for flags that make no sense */
export function parseOptions(args: readonly string[]): Options {
  const { only, seconds, callers, day, seed } = parse(args);
  const names = SCENARIOS.map(({ name }) => name);
  const unknown = only?.find((name) => !names.includes(name));
  if (unknown !== undefined) throw new OperatorError(`--only ${unknown}: expected one of ${names.join(", ")}`, 2);
  return {
    scenarios: SCENARIOS.filter(({ name }) => only?.includes(name) ?? true),
    seconds: wholeNumber("--seconds", seconds, day ? 120 : 1),
    callers: wholeNumber("--callers", callers, 16),
    day: day ?? false,
    seed: wholeNumber("--seed", seed, 1),
  };
}

function parse(args: readonly string[]) {
  try {
    const string = { type: "string" } as const;
    const only = { type: "string", multiple: true } as const;
    const options = { only, seconds: string, callers: string, seed: string, day: { type: "boolean" } } as const;
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    throw new OperatorError((error as Error).message, 2);
  }
}

function wholeNumber(flag: string, text: string | undefined, otherwise: number): number {
  if (text === undefined) return otherwise;
  if (!/^[1-9]\d{0,2}$/.test(text)) throw new OperatorError(`${flag} ${text}: expected a number from 1 to 999`, 2);
  return Number(text);
}
