import { parseArgs } from "node:util";
import { OperatorError } from "../../control-plane/process/operator-error.ts";
import { SCENARIOS, type Scenario } from "./scenarios.ts";

export interface Options {
  rounds: number;
  /** Of one slice; wrk takes whole seconds only. */
  seconds: number;
  scenarios: readonly Scenario[];
}

/** @throws OperatorError for flags that make no sense */
export function parseOptions(args: readonly string[]): Options {
  const { quick, rounds, seconds, only } = parse(args);
  const names = SCENARIOS.map(({ name }) => name);
  const unknown = only?.find((name) => !names.includes(name));
  if (unknown !== undefined) throw new OperatorError(`--only ${unknown}: expected one of ${names.join(", ")}`, 2);
  return {
    rounds: wholeNumber("--rounds", rounds, quick ? 1 : 7),
    seconds: wholeNumber("--seconds", seconds, 1),
    scenarios: SCENARIOS.filter(({ name }) => only?.includes(name) ?? true),
  };
}

function parse(args: readonly string[]) {
  try {
    const string = { type: "string" } as const;
    const options = { quick: { type: "boolean" }, rounds: string, seconds: string } as const;
    return parseArgs({ args: [...args], options: { ...options, only: { type: "string", multiple: true } } }).values;
  } catch (error) {
    throw new OperatorError((error as Error).message, 2);
  }
}

function wholeNumber(flag: string, text: string | undefined, otherwise: number): number {
  if (text === undefined) return otherwise;
  if (!/^[1-9]\d{0,2}$/.test(text)) throw new OperatorError(`${flag} ${text}: expected a number from 1 to 999`, 2);
  return Number(text);
}
