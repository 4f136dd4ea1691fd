import { DIALECTS, type Dialect } from "../../contract/dialect.ts";
import type { Log } from "../../control-plane/process/log.ts";
import { OperatorError } from "../../control-plane/process/operator-error.ts";
import type { Agent, Installed } from "./agent/agent.ts";
import type { Outcome } from "./outcome.ts";
import { play } from "./play.ts";
import { startStand } from "./stand.ts";

/** An agent, and what became of it at a provider of each dialect. */
export interface Row {
  agent: Agent;
  outcomes: Map<Dialect, Outcome>;
}

export interface Played {
  agent: Agent;
  provider: Dialect;
  outcome: Outcome;
  seconds: number;
}

/** Four gateways at a time, one agent at each. An agent that cannot be installed is skipped. */
export async function playAll(
  agents: readonly Agent[],
  { binary, log, tell }: { binary: string; log: Log; tell(played: Played): void },
): Promise<readonly Row[]> {
  const ready: { agent: Agent; installed: Installed | string }[] = [];
  for (const agent of agents) ready.push({ agent, installed: await installedOrWhyNot(agent, log) });
  const rows = agents.map((agent) => ({ agent, outcomes: new Map<Dialect, Outcome>() }));
  const playAt = async (provider: Dialect) => {
    const stand = await startStand(provider, binary);
    for (const [index, { agent, installed }] of ready.entries()) {
      const begun = performance.now();
      const outcome = typeof installed === "string" ? { skipped: installed } : await play(agent, installed, stand);
      rows[index]?.outcomes.set(provider, outcome);
      tell({ agent, provider, outcome, seconds: (performance.now() - begun) / 1000 });
    }
    await stand.stop();
  };
  await Promise.all(DIALECTS.map(playAt));
  return rows;
}

async function installedOrWhyNot(agent: Agent, log: Log): Promise<Installed | string> {
  try {
    return await agent.install(log);
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    log.warn(`${agent.name} is NOT TESTED: ${error.message}`);
    return error.message;
  }
}
