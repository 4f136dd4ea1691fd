import { expect, test } from "vitest";
import { ticksOf } from "./cpu-time.ts";

const TAIL = "S 1 4242 4242 0 -1 4194560 9000 0 12 0 731 269 5 6 20 0 9 0 123456 2000000 12000";

test.each(["envoy", "a (b) c", "1 2) 3"])("user and system time of a program named %j", (name) => {
  expect(ticksOf(`4242 (${name}) ${TAIL}`)).toBe(1000);
});
