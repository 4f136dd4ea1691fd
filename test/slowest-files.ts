import type { Reporter, TestModule } from "vitest/node";

const SHOWN = 10;

/** A run of fewer files needs no table. */
const MANY = 20;

/** Where the time of a long run goes: a table of its slowest files, with what they take to begin and to end. */
export default class SlowestFiles implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    if (modules.length < MANY) return;
    const files = modules.map((module) => {
      const { collectDuration, duration } = module.diagnostic();
      return { name: module.relativeModuleId, seconds: (collectDuration + duration) / 1000 };
    });
    const rows = files
      .sort((a, b) => b.seconds - a.seconds)
      .slice(0, SHOWN)
      .map(({ name, seconds }) => `${seconds.toFixed(1).padStart(7)} s  ${name}`);
    const all = files.reduce((sum, { seconds }) => sum + seconds, 0);
    console.log(["", `Slowest of ${files.length} files, ${all.toFixed(0)} s together:`, ...rows, ""].join("\n"));
  }
}
