import type { Agent } from "./agent.ts";
import { AIDER } from "./aider.ts";
import { claudeCode } from "./claude-code.ts";
import { codex, codexOtherModel } from "./codex.ts";
import { FRAMEWORKS } from "./frameworks.ts";
import { OPENCODE } from "./opencode.ts";

/** In the order of the table. */
export const AGENTS: readonly Agent[] = [claudeCode, codex, codexOtherModel, ...OPENCODE, ...AIDER, ...FRAMEWORKS];
