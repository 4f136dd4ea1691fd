import type { Agent } from "./agent.ts";
import { claudeCode } from "./claude-code.ts";
import { codex, codexOtherModel } from "./codex.ts";

/** In the order of the table. */
export const AGENTS: readonly Agent[] = [claudeCode, codex, codexOtherModel];
