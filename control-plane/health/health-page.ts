import type { Case } from "../../contract/health.ts";
import { Blame, FAILURES } from "../../plugin/policy/failure/table.ts";
import { FLAWS } from "../../plugin/policy/health/flaw.ts";
import { LAW } from "./score-law.ts";

const EXAMPLE: Case = {
  target: "gpt-4o/openai",
  model: "gpt-4o",
  prompt: "What is the capital of France?",
  answer: "Paris.",
};

/** `docs/health.md`: what is measured of targets, and what follows from it. */
export function healthPage(): string {
  const faults = FAILURES.filter(({ blame }) => blame === Blame.Host || blame === Blame.Model);
  const flaws = FLAWS.map(({ name, isRead, means }) => `| \`${name}\` | ${isRead ? "1 in 8" : "all"} | ${means} |`);
  return `# How targets do

<!-- Written by \`npm run docs\` from control-plane/health: change it there. -->

The filter tells the control plane twice a second what it saw: counts and times by target, no key, and never a word of
prompts or answers, but for a sample where [a judge](#a-judge) is configured. The control plane makes a score of it and
answers at once with those of all targets; every worker of an Envoy puts them in force within half a second.
\`GET /admin/v1/health\` shows them, Envoy's statistics have the gauges \`headgate_target_score\` (in thousandths) and
\`headgate_target_degraded\` (0 or 1), and the feed of events tells \`target.degraded\` and \`target.recovered\`.

Scores steer models of the strategies \`weighted\` and \`best_score\`. Where nothing is known (no control plane, or none for a
minute; a new target) the configured weights and order hold.

## The score

    score = speed × pace × reliability × coherence          in (0, 1], 1 is best

    speed       = 2 (L + F) / ((L + F) + (t + F))            at most 1
    pace        = 2 r / (R + r)                              at most 1
    reliability = E / (E + e)
    coherence   = (1 − ${LAW.flawWeight} f) (1 − ${LAW.judgeWeight} (1 − j))

| | unit | |
|---|---|---|
| t | ms | time to the first token of a stream, of any other answer to its end: the mean, or the 95th percentile divided by ${LAW.tail} if that is more, so that a long tail counts |
| L | ms | the least t among the model's targets that are not degraded |
| F | ms | ${LAW.floorMs}: what no caller notices |
| r | tokens/s | of streams, behind the first token |
| R | tokens/s | the greatest r among those targets |
| e | 0 to 1 | attempts that failed by the target's fault, of all |
| E | 0 to 1 | ${LAW.errorScale}: the error rate that halves the score |
| f | 0 to 1 | answers with a flaw, of those looked at |
| j | 0 to 1 | the mean verdict of [a judge](#a-judge), 1 without one |

It is the law 1/latency × 1/error rate, bounded and smooth: a target is measured by the best of its own model, so that no
number of milliseconds has to be configured, and one that nobody has tried is taken to be as good as the best. Attempts
count half after ${LAW.halfLifeMs / 1000} s, and fade with every further one so that about the last ${LAW.window} decide. ${LAW.prior} attempts as good as the
best target's are added to what was seen, so that few attempts say little. A target or worker that was silent for
${LAW.forgetAfterMs / 60_000} minutes is forgotten.

## Degraded

A target is degraded when its score falls below ${LAW.degradedBelow} of the best of its model's targets, each with ${LAW.enough} attempts or more. It
is then asked now and then only. It is well again from ${LAW.wellFrom} of the best on. On probation its own attempts alone let it
forget: its past weighs as much as ${LAW.probationWindow} attempts, about 15 good ones outweigh it, and waiting does not help. One that
falls back within ${LAW.relapseMs / 60_000} minutes has to show twice as many, up to ${LAW.longestProbationWindow / LAW.probationWindow} times. The best target is never degraded: where all are
bad, the least bad leads.

## What counts as a fault

${faults.map(({ name }) => `- \`${name}\``).join("\n")}

What is held against one provider key or the caller is no fault of the target's, and an attempt that its client left
counts for nothing.

## What counts as a flaw

| flaw | looked for in | |
|---|---|---|
${flaws.join("\n")}

Reading an answer of 2 KB to a prompt of 8 KB takes about 4 µs, 8 µs more where JSON was asked for, beside what it takes
to parse the request again; of eight answers one is read. Counting an attempt takes 0.1 µs.

Texts are read up to 16 KiB, of requests up to 64 KiB. Texts of tool calls and thoughts, embeddings and counts of tokens
are not looked at. \`cut_off\` is looked for where caller and provider speak one dialect: a translation may have had to set
a limit.

## A judge

\`\`\`yaml
health:
  judge: { url: http://127.0.0.1:7001/judge, sample: 0.01, timeout: 30s }
\`\`\`

What no cheap look at a text finds, a service of your own may: a language model as a judge, a distance of embeddings, or
anything else that puts a number to an answer. Of all chats that were answered to the end, \`sample\` (0.01 where it is not
given) goes to it by way of the control plane, one \`POST\` for each:

\`\`\`json
${JSON.stringify(EXAMPLE)}
\`\`\`

\`target\` is \`<model>/<provider>\`, \`model\` what was asked for, \`prompt\` what the user said last, \`answer\` the text of the
answer; of both at most the first 8 KiB. The judge answers 200 with \`{"score": 0.8}\`: 0 is useless, 1 as good as can be.
No client waits for it.

**A sample of prompts and answers leaves the gateway for that URL**: the operator's own service, by \`https\` where it is not
beside the control plane. Not sent: requests of which \`require.private\` is demanded (by a key, a tenant, a model or a
rule), and what a rule's \`redact\` has replaced in the prompt; an answer goes as it is, and may hold such data. Nothing of
it is kept or logged. Without \`health.judge\` neither the filter nor the control plane hands on any text.

Not sent either: answers without text, or cut off by a limit; answers to requests over 64 KiB or without a text of a user;
what was answered from the cache. Of each worker of Envoy two answers leave in a second and eight wait; of each control
plane four are before the judge at one time. The others are dropped: \`judge\` in \`GET /healthz\` counts \`judged\`, \`failed\`
and \`dropped\` ones. A judge that is away, takes longer than \`timeout\` or says anything else counts for nothing; the log says
so once.

j is the mean of about the last ${LAW.verdictWindow} verdicts, each counting half after ${LAW.verdictHalfLifeMs / 60_000} minutes, and of ${LAW.prior} that are 1, so that few say
little. A judge takes at most ${LAW.judgeWeight * 100} % of a score: on its word alone a target gets less, and none is degraded.
\`GET /admin/v1/health\` shows the mean without those ${LAW.prior} as \`judged\`.

## Several control planes

Each scores what its own Envoys tell; scores are not shared. Cool-downs of provider keys are: through a store in Redis
they reach the Envoys of the others with the next report. A control plane that starts anew knows nothing and scores
nothing until it is told.
`;
}
