import type { RootContext } from "./root-context.ts";
import type { Worker } from "./worker.ts";

/** Fires the timer of every root that has set one, due or not. */
export function tickAll(worker: Worker): void {
  for (const root of worker.roots) if (root.tickPeriodMs > 0) tick(worker, root);
}

/** Lets time pass: timers fire and calls time out at their moments, in their order. */
export function advance(worker: Worker, ms: number): void {
  const until = worker.nowMs + ms;
  for (let at = nextMoment(worker); at <= until; at = nextMoment(worker)) {
    worker.nowMs = at;
    worker.calls.expire();
    for (const root of worker.roots) if (root.tickPeriodMs > 0 && root.nextTickAt <= at) tick(worker, root);
  }
  worker.nowMs = until;
}

function tick(worker: Worker, root: RootContext): void {
  root.nextTickAt = worker.nowMs + root.tickPeriodMs;
  root.vm.call(root, "proxy_on_tick", [root.id]);
}

function nextMoment(worker: Worker): number {
  const ticks = worker.roots.filter((root) => root.tickPeriodMs > 0).map((root) => root.nextTickAt);
  const deadlines = worker.calls.all.filter((call) => call.pending).map((call) => call.deadlineMs);
  return Math.min(...ticks, ...deadlines);
}
