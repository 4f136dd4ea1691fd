// Not fetch: 10080, the control plane's own port, is one that it refuses to speak to.
import { Agent, request } from "undici";
import { OperatorError } from "../process/operator-error.ts";
import type { Supervised } from "./supervised.ts";

const READY_WITHIN_MS = 60_000;
const LOOK_EVERY_MS = 50;

/** Something that has to answer before the gateway is ready. */
interface Check {
  url: string;
  /** Whether any answer will do, or only a good one. */
  any?: boolean;
}

/**
 * Resolves when every check is met.
 *
 * @throws OperatorError if a process ends before that, with its last words, or nothing answers in time
 */
export async function untilReady(checks: readonly Check[], processes: readonly Supervised[]): Promise<void> {
  const over = new AbortController();
  const ended = processes.map(async (one) => {
    const how = await one.firstEnd;
    const words = one.lastLines.filter((line) => /critical|error|headgate:/i.test(line)).slice(-3);
    throw new OperatorError([`${one.name} did not start (${how})`, ...words].join("\n"));
  });
  const all = Promise.all(checks.map((check) => untilMet(check, over.signal)));
  try {
    await Promise.race([all, ...ended]);
  } finally {
    over.abort();
    // Those that lost the race end later, when nobody asks any more.
    for (const promise of [all, ...ended]) promise.catch(() => {});
  }
}

async function untilMet({ url, any }: Check, over: AbortSignal): Promise<void> {
  // It is asked whether it is up, and told nothing: any certificate will do.
  const dispatcher = new Agent({ connect: { rejectUnauthorized: false } });
  const deadline = Date.now() + READY_WITHIN_MS;
  while (!over.aborted) {
    try {
      const response = await request(url, { signal: AbortSignal.timeout(1000), dispatcher });
      await response.body.dump();
      if (any || response.statusCode === 200) return;
    } catch {
      // Not yet.
    }
    if (Date.now() > deadline) throw new OperatorError(`no answer from ${url} within ${READY_WITHIN_MS / 1000} s`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}
