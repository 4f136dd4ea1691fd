import { setTimeout } from "node:timers/promises";

const LOOK_EVERY_MS = 25;

/** Asks until the answer is yes. The deadline is there for what never comes true, not for what is slow. */
export async function until(what: string, holds: () => boolean | Promise<boolean>, deadlineMs = 30_000): Promise<void> {
  const deadline = Date.now() + deadlineMs;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`not within ${deadlineMs / 1000} s: ${what}`);
    await setTimeout(LOOK_EVERY_MS);
  }
}
