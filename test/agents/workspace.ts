import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A folder to work on, and a home, for one agent and one run. */
export interface Workspace {
  workspace: string;
  home: string;
  remove(): void;
}

export const PROMPT = "Read the numbers in a.txt, b.txt and c.txt, and tell me their sum.";

export function makeWorkspace(): Workspace {
  const folder = mkdtempSync(join(tmpdir(), "headgate-agent-"));
  const [workspace, home] = [join(folder, "work"), join(folder, "home")];
  for (const made of [workspace, home]) mkdirSync(made);
  for (const [name, text] of Object.entries(FILES)) writeFileSync(join(workspace, name), `${text}\n`);
  // What an agent has started may still be writing.
  return { workspace, home, remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }) };
}

const FILES = { "a.txt": "alpha 17", "b.txt": "beta 42", "c.txt": "gamma 5" };
