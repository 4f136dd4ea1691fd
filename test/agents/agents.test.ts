import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { DIALECTS } from "../../contract/dialect.ts";
import { createLog } from "../../control-plane/process/log.ts";
import { OperatorError } from "../../control-plane/process/operator-error.ts";
import type { Agent, Installed } from "./agent/agent.ts";
import { claudeCode } from "./agent/claude-code.ts";
import { codex, codexOtherModel } from "./agent/codex.ts";
import { play } from "./play.ts";
import { type Stand, startStand } from "./stand.ts";

/** The two that need nothing but npm. All the others: `npm run test:agents`. */
const log = createLog("tests");
const agents = await Promise.all(
  [claudeCode, codex, codexOtherModel].map(async (agent) => ({ agent, installed: await installed(agent) })),
);

async function installed(agent: Agent): Promise<Installed | undefined> {
  try {
    return await agent.install(log);
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    log.warn(`${agent.name} is NOT TESTED: ${error.message}`);
    return undefined;
  }
}

describe.each(DIALECTS)("at a provider of %s", (provider) => {
  let stand: Stand;

  beforeAll(async () => {
    stand = await startStand(provider);
  });

  afterAll(async () => {
    await stand?.stop();
  });

  for (const { agent, installed } of agents) {
    test.skipIf(installed === undefined)(
      `${agent.name} ends its work`,
      async () => {
        if (installed === undefined) return;
        const outcome = await play(agent, installed, stand);
        expect(outcome).toMatchObject({ works: true });
        expect(outcome).not.toHaveProperty("afterRefusal");
      },
      300_000,
    );
  }
});
