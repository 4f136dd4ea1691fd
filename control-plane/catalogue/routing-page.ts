import type { Price } from "../../contract/limits.ts";
import { SESSION_HEADERS } from "../../plugin/policy/model/affinity.ts";
import { CATALOGUE, type CatalogueEntry } from "./catalogue.ts";

/** `docs/routing.md`: the words are here, the table is the catalogue's. */
export function routingPage(): string {
  return `${WORDS}
## The catalogue

\`control-plane/catalogue/models.json\`, gone through on ${CATALOGUE.date}. Prices are in USD per million tokens. "as of"
is the day on which the provider's page, or a record of it, said so.

${Object.entries(CATALOGUE.providers)
  .map(([host, { source, models }]) => tableOf(host, source, models))
  .join("\n")}`;
}

function tableOf(host: string, source: string, models: Readonly<Record<string, CatalogueEntry>>): string {
  const rows = Object.entries(models).map(([name, { price, context_length, vision, tools, checked, source: own }]) => {
    const known = [...word("images", vision), ...word("tools", tools)].join(", ");
    const day = own === undefined ? checked : `[${checked}](${own})`;
    return `| \`${name}\` | ${priceOf(price)} | ${context_length ?? ""} | ${known} | ${day} |`;
  });
  return `### ${host}

<${source}>

| model | input | cached | output | context | takes | as of |
|---|---|---|---|---|---|---|
${rows.join("\n")}
`;
}

function priceOf(price: Price | undefined): string {
  return price === undefined ? " | | " : `${price.input} | ${price.cached_input ?? ""} | ${price.output}`;
}

function word(name: string, takes: boolean | undefined): string[] {
  if (takes === undefined) return [];
  return [takes ? name : `no ${name}`];
}

const WORDS = `# Routing among a model's targets

<!-- Written by \`npm run docs\` from control-plane/catalogue: change it there. -->

A request is for one model. The model has one or more targets. Three steps choose among them:

1. What is *required* leaves out targets that may not get the request.
2. What each target *can* leaves out targets that are not able to take it.
3. The model's *strategy* puts the others in an order. The first is asked. If it fails, the next is asked, and so on.

\`\`\`yaml
providers:
  openai:    { region: us }
  mistral:   { region: eu }
  local:     { preset: vllm, url: http://10.0.0.7:8000, region: eu, private: true }
models:
  chat:
    strategy: lowest_cost
    targets:
      - { provider: openai, model: gpt-4o-mini }
      - { provider: mistral, model: mistral-small-2603 }
      - { provider: local, model: llama-3.3-70b, price: { input: 0, output: 0 }, context_length: 8192, vision: false }
prices: { mistral-small-2603: { input: 0.14, output: 0.55 } }     # your own contract
tenants: { acme: { require: { region: eu } } }
rules:   [ { when: { contains_pii: true }, require: { private: true } } ]
seed: 7                                                             # for tests
\`\`\`

## Strategies

| \`strategy\` | the first target | then |
|---|---|---|
| \`priority\` (the default), \`rules\` | the first in the list | as listed |
| \`weighted\` (the default where a target has a \`weight\`) | drawn by weight × health score; of a conversation its own | as listed; of a conversation as it prefers them |
| \`lowest_cost\` | the cheapest for this request | by cost; without a price last |
| \`lowest_latency\` | the fastest to its first token | by latency; not yet measured last |
| \`best_score\` | the highest health score | by score |

- **Cost** is the price of the prompt's estimated tokens (four bytes a token), and of the expected answer: 500 tokens, or
  the request's own limit if that is less. Of embeddings only the price of input counts.
- **Exploring.** What is measured steers \`lowest_latency\` and \`best_score\`, so each target is asked now and then: one
  request in twenty goes first to a target that nobody has measured, or not lately. Under \`best_score\` a target that was
  asked fewer than 20 times, ever, gets as many requests as each of the others, until it was. If it fails, the request goes
  on to the best.
- **Weights** hold exactly while there is no telemetry, because every score is 1 then. A target without a weight, beside
  others that have one, is only there to fail over to. If \`weighted\` is asked for and no target has a weight, all have
  the same.
- **Degraded** targets ([health.md](health.md#degraded)) stand after the healthy ones in every strategy, best score first.
  They have to prove themselves: one request in twenty goes to one of them first; under \`weighted\` each has a twentieth
  of its share. If it fails, the request goes on to a healthy one. Where all are degraded, the highest score is first,
  whatever the strategy.
- **Chance** is SplitMix64, seeded from the system in each worker. With \`seed\` every worker draws the same numbers again
  from the start of each policy: the same requests to one worker go to the same targets.

## Affinity

A provider caches prompts for itself alone. A conversation that changes its target pays the whole prompt again. Under
\`weighted\` the turns of one conversation therefore go to one target, where the request says to which conversation it
belongs:

| known by | \`x-headgate-affinity\` |
|---|---|
| \`prompt_cache_key\` | \`prompt_cache_key\` |
| a session header: \`affinity.header\`, else one of ${SESSION_HEADERS.map((name) => `\`${name}\``).join(", ")} | \`session\` |
| \`safety_identifier\`, \`user\`, \`metadata.user_id\` | \`user\` |
| with \`affinity: { by: first_turns }\`: the system prompt, and what the user says before the first answer | \`first_turns\` |

The first of these that there is counts. If there is none, the request is drawn by itself. \`affinity: { by: none }\` draws
every request.

- Nothing is remembered. The target follows from the conversation's name (rendezvous hashing), so all workers and all
  Envoys find the same one, after a restart too.
- **Weights** are shares of conversations, not of requests. The health score moves no conversation.
- While its target cools down or is degraded, a conversation goes to its second one. While Envoy has ejected the target,
  it goes to the next in the list. Then it comes back. No other conversation moves.
- A target that is added or taken away moves its own share of conversations alone.
- A client that sends the same \`prompt_cache_key\` or \`user\` for everything sends everything to one target: give it
  \`by: none\`.
- \`first_turns\` reads the prompt. Equal beginnings count as one conversation, and the first 16 KB are looked at.
- Embeddings and counted tokens belong to no conversation.

Several **keys** of one provider share its cache if they are of one account: then nothing is to do. If each is of an account
of its own, \`key_strategy: conversation\` keeps a conversation with one key: see [provider-keys.md](provider-keys.md#which-key).

## Requirements

A model, a tenant, a client key and a rule may have \`require\`. All that apply to a request hold together.

| field | a target meets it if |
|---|---|
| \`region\` | Its provider's \`region\` is this one, or one of these. A provider without a \`region\` is in none. |
| \`private: true\` | Its provider has \`private: true\`. |

- Requirements hold for chats, embeddings and counted tokens, and for every attempt.
- They hold for the response cache: an answer from a target that this request may not go to is not given.
- They hold on when a rule's \`use\` or a decision takes another model.
- Lists of models leave out a model that no target may serve.

If no target meets them, the caller gets a 403 that names what is required, and nothing is sent anywhere. If Envoy has
ejected the targets that do, the caller gets a 503.

**List targets that are allowed together next to each other.** Envoy goes from an ejected target to the next *in the
list*. The filter refuses that one if it may not be asked, even if a third might be.

These are errors of the file: a region that no provider has, \`private\` without a private provider, and a model or rule
whose requirement no target meets.

## Capabilities

| field of a target | the target does not get a request that |
|---|---|
| \`context_length\` | is estimated, with its longest answer, at more than 1.2 times as many tokens |
| \`vision: false\` | holds an image |
| \`tools: false\` | offers tools |
| \`traits: { json_schema: false }\` | wants an answer by a JSON schema, where another target can be held to one |

What is not known is not held against a target.

The estimate is rough. A request that is less than a fifth too long is left to the provider. If the provider refuses it
for its length, a target with a longer context is asked. A body that has too few bytes to be over the length is not read
for it, so images by URL in it are not counted.

If no target is left, the caller gets a 400 that says why. For the length its code is \`context_length_exceeded\`. If no
target can be held to a schema, the schema is asked for in words, and \`x-headgate-approximated\` says so.

Which targets were left out, and why, stands in \`left_out\` of the [access log's
value](observability.md#access-log-and-traces). \`headgate explain\` prints it too. The reasons are \`denied\`,
\`require\`, \`vision\`, \`tools\`, \`context_length\`, \`json_schema\` and \`dialect\`.

## Prices

The price of a target is the first of these that there is:

1. the target's own \`price\`,
2. \`prices\` of the file or the API, by the upstream model's name,
3. the catalogue below, by the provider's host and the model's name, exact or dated (\`gpt-4o-2024-08-06\` is \`gpt-4o\`).

The catalogue is not used for a provider that is \`private\`, for a provider at an address of your own, or for a target of
a glob.

\`PUT /admin/v1/prices/{model}\` with \`{ "input", "output", "cached_input" }\` is in force with the next policy,
everywhere, without a restart. \`DELETE\` brings back the price before. Budgets are charged by the new price from the next
answer on.

Prices change. If a budget or \`lowest_cost\` depends on the catalogue, a warning at the start names the models and the catalogue's date. The
catalogue has standard prices: no surcharge for very long prompts, no discount for batches. Of a provider whose price changes by the hour it
has the dearer one. Most prices came by way of the open list [genai-prices](https://github.com/pydantic/genai-prices) (of 2026-08-21), with the
day on which that list had checked the provider's page.
`;
