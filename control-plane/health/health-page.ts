import type { Case } from "../../contract/judge.ts";
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
  return `# Health: how targets do

<!-- Written by \`npm run docs\` from control-plane/health: change it there. -->

Each target has a score between 0 and 1. This is how it comes about:

1. Each worker of Envoy measures how its targets answer. It tells the control plane twice a second: numbers of attempts,
   failures and tokens, and times. It tells no key, and no word of a prompt or an answer. (The one exception is [a
   judge](#a-judge), if you configure one.)
2. The control plane makes a score for each target, and answers with the scores of all targets.
3. Every worker uses them within half a second.

\`GET /admin/v1/health\` shows the scores. Envoy's statistics have them as \`headgate_target_score\` (in thousandths) and
\`headgate_target_degraded\` (0 or 1). The feed of events tells \`target.degraded\` and \`target.recovered\`.

Scores choose the target under the strategies \`weighted\` and \`best_score\`. Where nothing is known of any target (the
control plane has been away for a minute, say), the weights and the order in the file hold. A target that is new, or was not
asked lately, is [tried now and then](routing.md#strategies).

## The score

    score = speed × pace × reliability × coherence          in (0, 1], 1 is best

    speed       = 2 (L + F) / ((L + F) + (t + F))            at most 1
    pace        = 2 r / (R + r)                              at most 1
    reliability = E / (E + e)
    coherence   = (1 − ${LAW.flawWeight} f) (1 − ${LAW.judgeWeight} (1 − j))

| | unit | |
|---|---|---|
| t | ms | the time to the first token of a stream, or to the end of any other answer: the mean, or the 95th percentile divided by ${LAW.tail} if that is more, so that a long tail counts |
| L | ms | the least t among the model's targets that are not degraded |
| F | ms | ${LAW.floorMs}: no caller notices that much |
| r | tokens/s | the speed of streams after the first token |
| R | tokens/s | the greatest r among those targets |
| e | 0 to 1 | attempts that failed by the target's fault, of all |
| E | 0 to 1 | ${LAW.errorScale}: the error rate that halves the score |
| f | 0 to 1 | answers with a flaw, of those looked at |
| j | 0 to 1 | the mean verdict of [a judge](#a-judge), 1 without one |

The law is 1/latency × 1/error rate, made smooth and bounded. A target is compared with the best target of its own model,
so no number of milliseconds has to be configured.

- **Old attempts fade.** An attempt counts half after ${LAW.halfLifeMs / 1000} s. About the last ${LAW.window} decide.
- **Few attempts say little.** ${LAW.prior} attempts as good as the best target's are added to those that were seen. So a
  target that nobody has tried is taken to be as good as the best.
- **The best** are found among targets with ${LAW.enough} attempts or more, of which ${LAW.few} still count.
- **A silent target or worker is forgotten** after ${LAW.forgetAfterMs / 60_000} minutes.

## Degraded

A target is **degraded** when its score is below ${LAW.degradedBelow} of the best score of its model's targets. Only
targets with ${LAW.enough} attempts or more are compared. A degraded target is asked now and then only. It is well again
from ${LAW.wellFrom} of the best on.

- Waiting does not help a degraded target; only its own attempts do. Its past weighs as much as ${LAW.probationWindow}
  attempts, so about 15 good ones outweigh it.
- A target that falls back within ${LAW.relapseMs / 60_000} minutes has to show twice as many good attempts, and so on up
  to ${LAW.longestProbationWindow / LAW.probationWindow} times as many.
- The best target is never degraded. Where all are bad, the least bad one is asked first.

## What counts as a fault

${faults.map(({ name }) => `- \`${name}\``).join("\n")}

What is held against a provider key or the caller is no fault of the target, nor is [a request that fails
everywhere](failures.md#a-request-that-fails-everywhere), sent again. An attempt that its client left counts for
nothing.

## What counts as a flaw

| flaw | looked for in | |
|---|---|---|
${flaws.join("\n")}

One answer in eight is read. That takes about 4 µs for an answer of 2 KB to a prompt of 8 KB, and 8 µs more where JSON was
asked for; the request has to be parsed again too. Counting an attempt takes 0.1 µs.

An answer is read up to 16 KiB, a request up to 64 KiB. Not looked at: tool calls, thoughts, embeddings, counts of tokens.
\`cut_off\` is looked for only where client and provider speak one dialect, because a translation may have had to set a
limit.

## A judge

\`\`\`yaml
health:
  judge: { url: http://127.0.0.1:7001/judge, sample: 0.01, timeout: 30s }
\`\`\`

A service of your own can say how good an answer is: a language model, a distance of embeddings, or anything else that
makes a number. It gets a part of all chats that were answered to the end: \`sample\`, 0.01 by default. The control plane
sends each by one \`POST\`:

\`\`\`json
${JSON.stringify(EXAMPLE)}
\`\`\`

| member | meaning |
|---|---|
| \`target\` | \`<model>/<provider>\` |
| \`model\` | what the client asked for |
| \`prompt\` | what the user said last, at most 8 KiB of it |
| \`answer\` | the text of the answer, at most 8 KiB of it |

The judge answers 200 with \`{"score": 0.8}\`: 0 is useless, 1 is as good as can be. No client waits for it.

**Prompts and answers leave the gateway for that URL.** It is a service of yours. Use \`https\` if it is not on the
control plane's machine. Nothing is kept or logged. Without \`health.judge\` neither the filter nor the control plane
hands on any text.

Not sent are:

- requests that \`require.private\` holds for, by a key, a tenant, a model or a rule;
- what a rule's \`redact\` has replaced in the prompt. The answer goes as it is, and may hold such data;
- answers without text, answers that a limit cut off, and answers from the cache;
- answers to requests over 64 KiB, or without a text of a user.

A worker of Envoy sends two answers a second and lets eight wait. A control plane has four before the judge at one time.
What is more is dropped. \`judge\` in \`GET /healthz\` counts what was \`judged\`, \`failed\` and \`dropped\`. If the
judge is away, takes longer than \`timeout\` or says anything else, that counts for nothing, and the log says so once.

j is the mean of about the last ${LAW.verdictWindow} verdicts. A verdict counts half after ${
    LAW.verdictHalfLifeMs / 60_000
  } minutes. ${LAW.prior} verdicts of 1 are added, so that few say little. A judge takes at most ${
    LAW.judgeWeight * 100
  } % of a score: a target then gets less, but no target is degraded by the judge alone. \`GET /admin/v1/health\` shows
the mean without the added ${LAW.prior} as \`judged\`.

## Several control planes

Each control plane scores what its own Envoys tell. Scores are not shared.

Cool-downs of provider keys are shared, if the store is a Redis. The Envoys of the other control planes learn them with
their next report.

A control plane that starts knows nothing yet, and scores nothing until it is told.
`;
}
