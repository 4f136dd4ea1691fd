import { Blame, FAILURES, type FailureClass, Retry } from "../plugin/policy/failure/table.ts";

const NEXT: Readonly<Record<Retry, string>> = {
  [Retry.No]: "the caller is told",
  [Retry.OtherKey]: "the same target with another key, else the next target",
  [Retry.NextTarget]: "the next target",
  [Retry.LongerContext]: "the next target that is not known to have a context as short",
};

const AGAINST: Readonly<Record<Blame, string>> = {
  [Blame.Nobody]: "nobody",
  [Blame.Host]: "the target's host",
  [Blame.Key]: "the provider key; the host where the provider has none",
  [Blame.Model]: "the model at this provider",
};

/** `docs/failures.md`, from the table by which the filter acts. */
export function failuresPage(): string {
  return `${HEAD}
| failure | an attempt meets | what follows | counts against | told |
|---|---|---|---|---|
${FAILURES.map(row).join("\n")}
${FOOT}`;
}

function row({ name, meets, retry, blame, tells }: FailureClass): string {
  return `| \`${name}\` | ${meets} | ${NEXT[retry]} | ${AGAINST[blame]} | ${tells} |`;
}

const HEAD = `# Failures

What an attempt at a target may meet instead of an answer, and what follows. Written by \`npm run docs\` from
\`plugin/policy/failure/table.ts\`, by which the filter acts; \`test/envoy/failure-table.test.ts\` holds each row on a real
Envoy. A status is not all: a provider's own words are read too (\`plugin/policy/failure/words.ts\`), and an error event
inside a stream that began with 200 counts as what it stands for.
`;

const FOOT = `
"told": when no target is left the caller gets, in its own dialect, the failure with the highest number of all that the
request met, and the last of equals; a \`retry-after\` comes with it.

## How

- The provider filter holds an answer's head until its first content, at most 1 MiB of it. Up to there every failure
  above leads to a clean start elsewhere. From there on none does: the caller's stream ends with its dialect's own error
  event.
- On a head that is no answer the filter writes \`x-headgate-retry\` if another attempt can do better, and
  \`x-headgate-blame: host\` if it counts against the host. Envoy's route retries by the one, its outlier detection counts
  by the other; no client sees them. A target and a key without an alternative are not asked twice.
- What gives no head (a refused connection, a reset, a time-out) Envoy retries and counts by itself. Where nobody else
  is left, a target whose connection broke is asked once more: it may have been a kept-alive one that was just closing.
- A request makes at most 17 attempts: one for each of its targets with each of its provider keys.
- \`models.<name>.first_token\` is an attempt's time to its first content, in place of \`timeouts.first_token\`.
- \`models.<name>.min_throughput\`: a stream is held from its first content until it has said \`tokens_per_second × over\`
  tokens (about four bytes each), or for \`over\`. One that has said less by then is left for the next target; where there
  is none it goes on. The hold adds to \`first_token\`, which ends a stream that falls silent in it.
- \`models.<name>.hedge.after\`: an attempt without content after so long gets company at the next target, and whichever
  has content first is the answer. The others are cancelled and counted in \`headgate_attempts_cancelled\`; what they cost
  is the provider's to say. \`first_token\` does not end a hedged attempt; \`timeouts.idle\` ends the wait for all. The
  second target is the one behind the first in the model's list. An attempt that fails while another waits is kept back,
  and not counted against its host.
- A target without an address (its name leads nowhere) has no host to ask or to eject: pools pass it over.
`;
