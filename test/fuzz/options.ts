import { parseArgs } from "node:util";
import { OperatorError } from "../../control-plane/process/operator-error.ts";

export interface Options {
  /** Of the first scenario; each further one has the next number. */
  seed: number;
  /** Whichever comes first. */
  iterations: number;
  seconds: number;
}

const LARGEST = 2 ** 32;

/** @throws OperatorError for flags that make no sense */
export function parseOptions(args: readonly string[], randomSeed: number): Options {
  const { seed, iterations, seconds } = parse(args);
  return {
    seed: wholeNumber("--seed", seed, randomSeed),
    iterations: wholeNumber("--iterations", iterations, LARGEST),
    seconds: wholeNumber("--seconds", seconds, iterations === undefined ? 60 : LARGEST),
  };
}

function parse(args: readonly string[]) {
  try {
    const string = { type: "string" } as const;
    return parseArgs({ args: [...args], options: { seed: string, iterations: string, seconds: string } }).values;
  } catch (error) {
    throw new OperatorError((error as Error).message, 2);
  }
}

function wholeNumber(flag: string, text: string | undefined, otherwise: number): number {
  if (text === undefined) return otherwise;
  if (!/^\d{1,10}$/.test(text) || Number(text) > LARGEST) {
    throw new OperatorError(`${flag} ${text}: expected a whole number up to 2^32`, 2);
  }
  return Number(text);
}
