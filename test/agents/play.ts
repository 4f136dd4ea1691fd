import type { Agent, Installed } from "./agent/agent.ts";
import { type Outcome, outcomeOf } from "./outcome.ts";
import type { Stand } from "./stand.ts";
import { makeWorkspace, PROMPT } from "./workspace.ts";

/** One agent at one provider, from its start to its end. */
export async function play(agent: Agent, installed: Installed, stand: Stand): Promise<Outcome> {
  const { workspace, home, remove } = makeWorkspace();
  try {
    stand.begin(agent.script, workspace);
    const place = { url: stand.url, key: stand.key, workspace, home, prompt: PROMPT };
    const run = await installed.run(place);
    return outcomeOf(agent, place, run, await stand.end());
  } finally {
    remove();
  }
}
