import type { Case } from "./case.ts";
import { chat } from "./chat.ts";
import { QUESTION, SYSTEM, THINKS } from "./fixtures.ts";

const ASK = { system: SYSTEM, turns: [{ role: "user" as const, text: QUESTION }] };

export const THINKING: readonly Case[] = [
  ...chat("thinking", { ...ASK, thinking: { effort: "high" } }, [THINKS]),
  ...chat("thinking-budget", { ...ASK, thinking: { budget: 2048 } }, [THINKS], { clients: ["anthropic"] }),
];
