/**
 * What the size of a policy costs, in the wasm under Node's V8: `npm run bench:policy`. Loading is what a
 * worker does with a snapshot, on the thread that also serves requests. A request's cost is mostly the
 * Node host's own; that it stays the same is what counts.
 */
import { REPLY, WIRE } from "../../fixtures/wire/index.ts";
import type { Host } from "../../host/index.ts";
import { document, filterUnder } from "../../wasm/filter.ts";
import { median } from "../translation/measure.ts";
import { modelOf, policyOfSize, type Size, secretOf } from "./policy-of.ts";

const KEYS = [10, 1_000, 10_000];
const MODELS = [10, 1_000];
const RULES = [0, 200];
const LOADS = 15;
const REQUESTS = 3_000;

const ANSWER = document(WIRE.openai.response(REPLY));

console.log(row("keys", "models", "rules", "policy", "load", "shortest", "request", "memory"));
for (const rules of RULES) for (const models of MODELS) for (const keys of KEYS) report({ keys, models, rules });

function report(size: Size): void {
  const policy = policyOfSize(size);
  const host = filterUnder(policy, () => ANSWER);
  const bodies = Array.from({ length: LOADS }, (_, index) => JSON.stringify({ ...policy, version: `${index}` }));
  const loads = bodies.map((body) => {
    host.tick();
    const [poll] = host.pendingCalls;
    if (poll === undefined) throw new Error("the filter does not ask for a snapshot");
    const load = milliseconds(() => host.reply(poll, { status: 200, body }));
    // Requests in between, as in life: what the policy before has left is collected with them.
    requests(host, size, 100);
    return load;
  });
  requests(host, size, 500);
  const perRequest = (milliseconds(() => requests(host, size, REQUESTS)) * 1000) / REQUESTS;
  console.log(
    row(
      size.keys.toLocaleString("en"),
      size.models.toLocaleString("en"),
      size.rules.toLocaleString("en"),
      `${((bodies[0] ?? "").length / 1024).toFixed(0)} KiB`,
      `${median(loads).toFixed(1)} ms`,
      `${Math.min(...loads).toFixed(1)} ms`,
      `${perRequest.toFixed(0)} µs`,
      `${(host.memoryBytes / 1024 / 1024).toFixed(0)} MiB`,
    ),
  );
}

function requests(host: Host, { keys, models }: Size, count: number): void {
  for (let index = 0; index < count; index++) {
    const headers = { authorization: `Bearer ${secretOf(index % keys)}` };
    const body = `{"model":"${modelOf(index % Math.min(models, 10))}","messages":[{"role":"user","content":"Hi"}]}`;
    host.open({ path: WIRE.openai.path, headers, body });
  }
}

/** Of the process' CPU: what else the machine does is not counted. */
function milliseconds(work: () => void): number {
  const begun = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(begun);
  return (user + system) / 1000;
}

function row(...cells: readonly string[]): string {
  return cells.map((cell) => cell.padStart(11)).join("");
}
