import { FAILURES, Retry } from "../../plugin/policy/failure/table.ts";
import { FAULTS, type Fault } from "./case/fault.ts";
import { FIRST_TOKEN_S } from "./walk-config.ts";

/** `docs/failover-test.md`: what is walked, and what is to be expected. */
export function failoverTestPage(): string {
  return `<!-- Written by \`npm run docs\` from control-plane/failover-test: change that and not this. -->

# The failover test

\`\`\`sh
npx headgate failover-test [--config headgate.yaml] [--model name] [--json]
\`\`\`

runs the configuration on a real Envoy of its own (free ports of loopback, a temporary folder, no control plane) with a
fault injector in place of every provider, and sends one request for each fault and model. The model's first target has the
fault, the others answer; of a model with more targets, then the first two, and so on. It tells for each what was met in
which order, who answered, after how long, and what the caller noticed. A gateway that runs is not touched, no real key
is read, and nothing leaves the machine, not even a question to a name server.

| verdict | |
|---|---|
| \`ok\` | it came as the failure table says |
| \`differs\` | otherwise than the table says, with nothing lost: another target answered, or somebody was asked in vain |
| \`failed\` | a declared fallback did not fire, or a caller could take half an answer for a whole one |

Exit code 1: one failed, or the lint found a fallback that fires for nobody. 2: a command line that makes no sense. Else 0.

## What is walked

| fault | row of the failure table | asked as | what is to happen |
|---|---|---|---|
${FAULTS.map(row).join("\n")}

A target that is not reached takes all others at its address along. \`slow start\` is walked where the model has
\`min_throughput\`. A model with a \`default\` in place of targets is walked as that one. The caller speaks OpenAI's chat
completions; a fault is told in the dialect of the provider that was asked.

Left out, and said so, where the configuration has them: rules, the cache, limits and budgets, active health checks, hedging, TLS of
the listener, tokens. The walk has a client key that may use everything. Targets are tried in the order of the file, whatever
the strategy. \`timeouts.connect\` and \`first_token\` are at most ${FIRST_TOKEN_S} s.

## What the lint finds

| finding | \`headgate check\` too |
|---|---|
| \`hedge\` or \`min_throughput\` at a model with one target | yes |
| a target without a weight beside targets with one | yes |
| one secret twice among a provider's keys | yes |
| a target that the model's \`require\` excludes; fails it behind the first | yes |
| a target that \`deny\` or \`require\` keep all client keys from that may use the model; fails it behind the first | yes |
| a client key with one target left | yes |
| all targets of a model at one address; two providers at one address; all targets with one key | |
| requests that the first target alone takes: images, tools, JSON schemas, long prompts | |
| \`timeouts.idle\` over before the last target is asked | |
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
  [Retry.LongerContext]: "the next target with a longer `context_length`, else the caller is told",
};
