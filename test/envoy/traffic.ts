import { setTimeout } from "node:timers/promises";
import { expect } from "vitest";
import { DIALECTS, type Dialect } from "../../contract/dialect.ts";
import { CONVERSATION, WIRE } from "../fixtures/wire/index.ts";
import { chat } from "./ask.ts";
import type { Gateway } from "./gateway.ts";
import { until } from "./until.ts";
import { isWhole } from "./whole-answer.ts";

/** Each its own caller, one request after the other: whole and streamed, in every dialect. */
const CALLERS = DIALECTS.flatMap((dialect) => [false, true].map((stream) => ({ dialect, stream })));

const PAUSE_MS = 5;

/** How many requests are answered before something is done, and after it. */
const ENOUGH = 40;

/**
 * Does something while a steady stream of requests goes through the gateway, before it and after it too.
 * No request fails: each gets the whole answer.
 *
 * @param model its provider answers as `answers()` of the fixtures does
 */
export async function underTraffic(
  gateway: Pick<Gateway, "url">,
  { model, headers }: { model: string; headers: Record<string, string> },
  act: () => Promise<void>,
): Promise<void> {
  let answered = 0;
  let over = false;
  const failures: string[] = [];
  const call = async (dialect: Dialect, stream: boolean) => {
    const request = WIRE[dialect].request({ ...CONVERSATION, model, stream });
    while (!over) {
      try {
        const answer = await chat(gateway, dialect, request, headers);
        const { status, brokeOff, text } = answer;
        if (!isWhole(answer, stream))
          failures.push(`${dialect}, stream: ${stream}: ${status}, broke off: ${brokeOff}: ${text}`);
      } catch (error) {
        failures.push(`${dialect}, stream: ${stream}: ${error}`);
      }
      answered += 1;
      await setTimeout(PAUSE_MS);
    }
  };
  const callers = CALLERS.map(({ dialect, stream }) => call(dialect, stream));
  const serveSome = () => {
    const enough = answered + ENOUGH;
    return until(`${ENOUGH} more requests are answered`, () => answered >= enough);
  };
  try {
    await serveSome();
    await act();
    await serveSome();
  } finally {
    over = true;
    await Promise.all(callers);
  }
  expect(failures).toEqual([]);
}
