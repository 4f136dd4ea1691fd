import { FAILURES, Retry } from "../../plugin/policy/failure/table.ts";
import { FAULTS, type Fault } from "./case/fault.ts";
import { FIRST_TOKEN_S } from "./walk-config.ts";

/** `docs/failover-test.md`: what is walked, and what is to be expected. */
export function failoverTestPage(): string {
  return `# The failover test

<!-- Written by \`npm run docs\` from control-plane/failover-test: change it there. -->

\`\`\`sh
npx headgate failover-test [--config headgate.yaml] [--model name] [--json]
\`\`\`

This command runs your configuration on a real Envoy of its own, with a fault injector in place of every provider. It
sends one request for each fault and model. Envoy gets free ports of loopback and a temporary folder; there is no control
plane.

The model's first target has the fault, and the others answer. If the model has more than two targets, then the first two
have it, and so on. For each case the command tells what was met in which order, who answered, how long it took, and what
the caller noticed.

A gateway that runs is not touched. No real key is read. Nothing leaves the machine, not even a question to a name server.

| verdict | meaning |
|---|---|
| \`ok\` | It came as the failure table says. |
| \`differs\` | It came otherwise, with nothing lost: another target answered, or somebody was asked in vain. |
| \`failed\` | A declared fallback did not fire, or a caller could take half an answer for a whole one. |

| exit code | meaning |
|---|---|
| 0 | Every declared fallback fires. |
| 1 | One failed, or the lint found a fallback that fires for nobody. |
| 2 | The command line makes no sense. |

## What is walked

| fault | row of the failure table | asked as | what is to happen |
|---|---|---|---|
${FAULTS.map(row).join("\n")}

- If a target cannot be reached, the others at its address cannot be reached either.
- \`slow start\` is walked where the model has \`min_throughput\`.
- A model with a \`default\` in place of targets is walked as that other model.
- The caller speaks OpenAI's chat completions. A fault is told in the dialect of the provider that was asked.

These are left out, and the command says so where the configuration has them: rules, the cache, limits and budgets, active
health checks, hedging, TLS of the listener, tokens. The walk has a client key that may use everything. Targets are tried
in the order of the file, whatever the strategy. \`timeouts.connect\` and \`first_token\` are at most ${FIRST_TOKEN_S} s.

## What the lint finds

| finding | \`headgate check\` too |
|---|---|
| \`hedge\` or \`min_throughput\` at a model with one target | yes |
| a target without a weight beside targets with one | yes |
| one secret twice among a provider's keys | yes |
| a target that the model's \`require\` excludes (the test fails, if it is not the first) | yes |
| a target that no client key may reach, by \`deny\` or \`require\`, of those that may use the model (the test fails, if it is not the first) | yes |
| a client key with one target left | yes |
| all targets of a model at one address; two providers at one address; all targets with one key | |
| requests that only the first target takes: images, tools, JSON schemas, long prompts | |
| \`timeouts.idle\` is over before the last target is asked | |
`;
}

function row({ name, kind, stream, dialects }: Fault): string {
  const found = FAILURES.find((each) => each.kind === kind);
  const only = dialects === undefined ? "" : ` (${dialects.join(", ")})`;
  return `| ${name}${only} | \`${found?.name}\` | ${stream ? "stream" : "document"} | ${HAPPENS[found?.retry ?? Retry.No]}${name.endsWith("after content") ? ", by an error event at the end of the stream" : ""} |`;
}

const HAPPENS: Readonly<Record<Retry, string>> = {
  [Retry.No]: "the caller is told, and nobody else is asked",
  [Retry.OtherKey]: "another key of the provider if it has one, else the next target",
  [Retry.NextTarget]: "the next target",
  [Retry.WithoutThoughts]: "the next target; a request that holds thoughts goes to the same one without them",
  [Retry.LongerContext]: "the next target with a longer `context_length`, else the caller is told",
};
