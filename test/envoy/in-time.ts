import { expect } from "vitest";

/** Enough for several turns of a scheduler. */
const CPU_MS = 50;

/**
 * No more than `ms` have passed since then, on a machine that has time. On another it may be as much longer as
 * the machine is busier, for each of the processes that have to do with it.
 *
 * @param since by `performance.now()`
 */
export function expectInTime(since: number, ms: number): void {
  const took = performance.now() - since;
  if (took < ms) return;
  const busy = busyness();
  expect(took, `on a machine ${busy.toFixed(1)} times as busy`).toBeLessThan(ms * (2 * busy - 1));
}

/** How long a little work takes by the clock, in its CPU time: 1 where nobody else wants the processor. */
function busyness(): number {
  const [begun, used] = [performance.now(), process.cpuUsage()];
  let cpuMs = 0;
  while (cpuMs < CPU_MS) {
    const { user, system } = process.cpuUsage(used);
    cpuMs = (user + system) / 1000;
  }
  return Math.max(1, (performance.now() - begun) / cpuMs);
}
