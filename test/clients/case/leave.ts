import { expect } from "vitest";
import { neverEnds } from "../provider/behaviour.ts";
import type { Case } from "./case.ts";
import { PIECES, QUESTION, SAYS } from "./fixtures.ts";

/** A client that leaves in the middle of a stream takes the attempt at the provider with it. */
export const LEAVES: readonly Case[] = [
  {
    name: "abort-in-mid-stream",
    task: { do: "leave", ask: { turns: [{ role: "user", text: QUESTION }] } },
    provider: neverEnds(SAYS),
    async check(seen, { received }) {
      expect(seen.error).toBeUndefined();
      expect(seen.heard).toMatch(new RegExp(`^(${PIECES[0]})+$`));
      await expect.poll(() => received.map(({ left }) => left), { timeout: 10_000 }).toEqual([true]);
    },
  },
];
