import { Blame, FAILURES, type FailureClass, Retry } from "../plugin/policy/failure/table.ts";

const NEXT: Readonly<Record<Retry, string>> = {
  [Retry.No]: "the caller is told",
  [Retry.OtherKey]: "the same target with another key, else the next target",
  [Retry.NextTarget]: "the next target",
  [Retry.WithoutThoughts]:
    "the same target without the thoughts of earlier turns; where there are none, the next target",
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
| failure | an attempt meets | what follows | counts against | told | again |
|---|---|---|---|---|---|
${FAILURES.map(row).join("\n")}
${FOOT}`;
}

function row({ name, meets, retry, blame, tells, again }: FailureClass): string {
  return `| \`${name}\` | ${meets} | ${NEXT[retry]} | ${AGAINST[blame]} | ${tells} | ${again ? "may help" : "no"} |`;
}

const HEAD = `# Failures

<!-- Written by \`npm run docs\` from plugin/policy/failure/table.ts: change it there. -->

An attempt at a target may meet one of these in place of an answer. The filter acts by this table, and
\`test/envoy/failure-table.test.ts\` holds each row on a real Envoy. The status is not everything: the filter also reads the provider's [words](#words). An error event inside a stream that began with 200 counts as what it stands for.
`;

const FOOT = `
**"told"** decides what the caller gets when no target is left: of all failures that the request met, the one with the highest number; of
equal ones the last. It comes in the caller's own dialect. \`retry-after\` says when the next request like this one is of use: that is
when somebody would be asked for it, of all targets and keys.

**"again"**: whether the same request, sent again soon, may do better. Where it cannot, the answer has \`x-should-retry: false\`: the
official clients of OpenAI and Anthropic would send it twice more. So has an answer whose \`retry-after\` is more than a minute (a
spent budget), and one with any other status that is the request's own fault.

**"counts against"**: Envoy ejects a host after some failures in a row
([targets.md](targets.md#ejection-outlier_detection)). [One request alone](#a-request-that-fails-everywhere) does not
make that happen. A provider key, and a model at a provider, [cools
down](provider-keys.md#cool-down).

## Words

\`plugin/policy/failure/words.ts\` has the words of some thirty servers and services. If yours has others, give them to its
provider:

\`\`\`yaml
providers:
  own:
    dialect: openai
    url: https://llm.example/v1
    error_words:
      context_length: [ "*does not fit in the cache" ]
      quota: [ E_BUDGET, "your project * is out of money" ]
\`\`\`

Each phrase is an error's code, or how its message begins, in any case. \`*\` stands for anything. The lists have the
names of their rows above: \`quota\`, \`key_refused\`, \`model_not_found\`, \`context_length\`, \`rate_limit\`. They go before
the status and before all known words, for whole answers and inside streams. They are read only where an attempt failed.

Errors come in many shapes: in an envelope or without one, as a text, in a list (Gemini), as JSON inside the string of
another error (proxies before proxies). All are read. A \`RetryInfo\` of Google's is told as \`retry-after\`, and keeps the
key at rest so long. What has no shape that is known is told by its first 500 bytes, if they are text.
Of a page of HTML or XML the caller is told what a reader sees, at most 300 bytes: its title, then its text, and no markup.
A page is not searched for these words: its status alone counts.

A message may quote the request. Let a phrase begin with \`*\` only where a caller cannot bring those words into an error:
what counts against a key or a model keeps it from everybody.

**A quota is told as one**: 429 with the code \`insufficient_quota\`, also where the provider said 402 or 403.

## How

- **The commit point.** The provider filter holds an answer's head until its first content, at most 1 MiB of it. Until
  then every failure above leads to a clean start elsewhere. After that none does: the caller's stream ends with an error
  event of its own dialect.
- **How Envoy is told.** If a head is no answer, the filter writes \`x-headgate-retry\` on it if another attempt can do
  better, and \`x-headgate-blame: host\` if it counts against the host. Envoy's route retries by the first, its outlier
  detection counts by the second. No client sees them.
- **Without a head** (a refused connection, a reset, a time-out) Envoy retries and counts by itself. If nobody else is
  left, a target whose connection broke is asked once more: the connection may have been a kept-alive one that was just
  closing.
- **Nobody is asked twice in vain.** A target and a key without an alternative are not asked again. A request makes one
  attempt for each of its targets with each of its provider keys: at most 17, and as many as 256 within ten seconds from
  the first failure on. What one attempt learns of a key holds for the next at once, at the provider's other targets too.
- **A target without an address** (its name leads nowhere) has no host to ask or to eject. Pools pass it over.

### A request that fails everywhere

A request that every target fails is at fault itself: a schema that none of them can compile, say. If its caller sends it
again and again, nobody else is to lose the model.

- **The same request (of one caller, with one body) counts against a host once** in five minutes.
- **It counts each time if another target answers it**: then the host is at fault. For ten seconds from then on every
  failure of that host counts.
- **With every target ejected, one is asked all the same**: the first in the order for that request, then the next.

A failure without a head (a closed connection, a time-out) is counted by Envoy itself, whoever causes it.

### Time to the first content

\`models.<name>.first_token\` is an attempt's time to its first content. \`timeouts.first_token\` holds for models without
one.

### Silence

A load balancer between caller and gateway cuts a connection that is silent for too long, often after 60 seconds. With
\`keepalive: 15s\` (of the whole file, or of a model) a caller of a stream hears something at least that often:

| client | what it hears, and passes over |
|---|---|
| \`openai\`, \`responses\` | a comment, \`: keepalive\` |
| \`anthropic\` | \`event: ping\` |
| \`ollama\` | a piece of the answer without a text, as models send them too: its protocol has no comments |

It is off by default, because of what it costs:

- **Before the first content** the head (a 200) goes out when the time is over. That is the commit point then: a failure
  behind it comes as the dialect's error event, and no other target takes over. Set the time well above the usual time to
  the first content. A failure before it goes to the next target as ever.
- \`first_token\` and \`hedge\` end with the head. Pings end when the provider has been silent for \`timeouts.first_token\`;
  \`timeouts.idle\` then ends the stream.

What it cannot do: Envoy sends nothing before the first byte of a provider's stream. From that on (a role,
\`message_start\`, a provider's own comment) pings go out. A provider that sends nothing at all, or its head alone, leaves the
caller in silence, and can be left for another target. The filter
looks twice a second, so a ping may be half a second late. A provider of the caller's own dialect may ping by itself: that
passes once the head is out. An answer that is not streamed has no pings.

### A stream that begins slowly

With \`models.<name>.min_throughput\` a stream is held from its first content on: until it has said \`tokens_per_second ×
over\` tokens (about four bytes each), or for \`over\`. If it has said less by then, it is left for the next target. If
there is none, it goes on. The hold comes on top of \`first_token\`. A stream that falls silent while it is held is ended
by \`first_token\`.

### Hedging

With \`models.<name>.hedge.after\` a second target is asked when the first has brought no content for so long. Whichever
has content first is the answer. The others are cancelled, and counted in \`headgate_attempts_cancelled\`. What they cost
is the provider's to say.

- The second target is the one after the first in the model's list.
- \`first_token\` does not end a hedged attempt. \`timeouts.idle\` ends the wait for all.
- An attempt that fails while another one waits is kept back. It does not count against its host.
`;
