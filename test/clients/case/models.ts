import { expect } from "vitest";
import { answers } from "../provider/behaviour.ts";
import type { Case } from "./case.ts";
import { SAYS } from "./fixtures.ts";

export const MODELS: readonly Case[] = [
  {
    name: "models",
    task: { do: "models" },
    provider: answers(SAYS),
    check(seen, { model }) {
      expect(seen.error).toBeUndefined();
      expect(seen.models).toContain(model);
      expect(new Set(seen.models).size).toBe(seen.models?.length);
    },
  },
];
