import { expect } from "vitest";
import { counts } from "../provider/behaviour.ts";
import type { Case } from "./case.ts";
import { QUESTION, SYSTEM, WEATHER } from "./fixtures.ts";

const TOKENS = 403;

/** Only Anthropic's providers count; for the others the gateway estimates. */
export const COUNTS: readonly Case[] = [
  {
    name: "count-tokens",
    task: { do: "count", ask: { system: SYSTEM, turns: [{ role: "user", text: QUESTION }], tools: [WEATHER] } },
    provider: counts(TOKENS),
    clients: ["anthropic"],
    check(seen, { provider, received }) {
      expect(seen.error).toBeUndefined();
      if (provider !== "anthropic") {
        expect(received).toEqual([]);
        expect(seen.counted).toBeGreaterThan(0);
        return;
      }
      expect(seen.counted).toBe(TOKENS);
      expect(received.map(({ asked }) => asked?.tools)).toEqual([[{ ...WEATHER, strict: false }]]);
    },
  },
];
