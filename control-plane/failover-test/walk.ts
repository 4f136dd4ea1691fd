import { randomBytes } from "node:crypto";
import type { Config } from "../../contract/config.ts";
import type { Case } from "./case/case.ts";
import { type Met, startInjector } from "./injector/injector.ts";
import { startNameServer } from "./name-server.ts";
import { startEnvoy } from "./private-envoy.ts";
import { judge, type Verdict } from "./verdict.ts";
import { call, type Outcome } from "./walk-client.ts";
import { patienceOf, walkConfig } from "./walk-config.ts";
import { walkEnvironment } from "./walk-environment.ts";

/** A case and what it came to. */
export interface Walked {
  one: Case;
  met: readonly Met[];
  outcome: Outcome;
  verdict: Verdict;
}

/** Cases of one Envoy: each costs it about four clusters. */
const BATCH = 250;

/** Requests at one time: most of the walk is waiting for silent providers. */
const AT_ONCE = 16;

/** Runs every case on a real Envoy. @param envoy path of the binary @throws OperatorError if it does not start */
export async function walk(envoy: string, config: Config, cases: readonly Case[]): Promise<Walked[]> {
  const walked: Walked[] = [];
  for (let at = 0; at < cases.length; at += BATCH) {
    walked.push(...(await walkBatch(envoy, config, cases.slice(at, at + BATCH))));
  }
  return walked;
}

async function walkBatch(envoy: string, config: Config, cases: readonly Case[]): Promise<Walked[]> {
  const secret = randomBytes(16).toString("hex");
  const injector = await startInjector(cases);
  const names = await startNameServer();
  try {
    const walking = walkConfig(config, cases, { injector: injector.url });
    const running = await startEnvoy(envoy, walking, walkEnvironment(config, secret), names.port);
    try {
      const patienceMs = (patienceOf(cases) + 5) * 1000;
      return await eachAtOnce(cases, async (one) => {
        const outcome = await call(running.url, secret, one, patienceMs, () => injector.arrived(one));
        const met = [...injector.metBy(one)];
        return { one, met, outcome, verdict: judge(one, met, outcome) };
      });
    } finally {
      await running.stop();
    }
  } finally {
    names.close();
    await injector.close();
  }
}

/** Some at a time, those first that take long; the results in the order of the list. */
async function eachAtOnce(cases: readonly Case[], work: (one: Case) => Promise<Walked>): Promise<Walked[]> {
  const results = new Map<Case, Walked>();
  const waiting = [...cases.filter(isSlow), ...cases.filter((one) => !isSlow(one))];
  const worker = async () => {
    for (let one = waiting.shift(); one !== undefined; one = waiting.shift()) results.set(one, await work(one));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return cases.flatMap((one) => results.get(one) ?? []);
}

function isSlow({ fault: { act } }: Case): boolean {
  return act.way === "silence" || (act.way === "stream" && act.then === "silence");
}
