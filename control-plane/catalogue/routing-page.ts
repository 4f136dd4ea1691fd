import type { Price } from "../../contract/limits.ts";
import { CATALOGUE, type CatalogueEntry } from "./catalogue.ts";

/** `docs/routing.md`: the words are here, the table is the catalogue's. */
export function routingPage(): string {
  return `${WORDS}
## The catalogue

\`control-plane/catalogue/models.json\`, gone through on ${CATALOGUE.date}. USD per million tokens; the day is that on which
the provider's page, or a record of it, said so.

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

A request is for one model, which has one or more targets. Which of them may take it is settled first, by what is
*required* and by what each *can*; the model's *strategy* then puts those that are left in an order. The first is asked, and
the others in that order while each fails.

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
prices: { mistral-small-2603: { input: 0.14, output: 0.55 } }     # a contract's
tenants: { acme: { require: { region: eu } } }
rules:   [ { when: { contains_pii: true }, require: { private: true } } ]
seed: 7                                                             # for tests
\`\`\`

## Strategies

| \`strategy\` | the first target | then |
|---|---|---|
| \`priority\` (the default), \`rules\` | the first in the list | as listed |
| \`weighted\` (the default where a target has a \`weight\`) | drawn by weight × health score | as listed |
| \`lowest_cost\` | the cheapest for this request | by cost; without a price last |
| \`lowest_latency\` | the fastest to its first token | by latency; not yet measured last |
| \`best_score\` | the highest health score | by score |

- **Cost** is the prompt's estimated tokens (four bytes a token) at the price of input, and the expected answer at that of
  output: 500 tokens, or the request's own limit where that is less. Of embeddings only the price of input counts.
- **Latency** that nobody has measured is found out: one request in twenty is led by such a target.
- **Weights** hold exactly while there is no telemetry: every score is 1 then. A target without a weight beside others that
  have one is there to fail over to. Where \`weighted\` is asked for and no target has a weight, all weigh the same.
- **Degraded** targets (docs/health.md) stand behind the healthy ones in every strategy, best score first, but for a
  probation, without which they could never prove themselves: one request in twenty is led by one of them, under \`weighted\`
  each has a twentieth of its share. What fails there goes on to a healthy one. Where all are degraded, the highest score
  leads, whatever the strategy.
- **Chance** is SplitMix64, seeded from the system in each worker. With \`seed\` every worker draws the same numbers again
  from the start of each policy: the same requests to one worker go to the same targets.

## Requirements

\`require: { region, private }\` may stand in a model, a tenant, a client key and a rule. All that apply to a request hold
together. \`region\` is one name or several, of which one is enough; a provider that says no region is in none. \`private\` asks
for a provider with \`private: true\`.

They hold for chats, embeddings and counted tokens, for every attempt, and for the response cache: an answer kept from a
target that this request may not go to is not given. Another model in their place, by a rule's \`use\` or by a decision,
keeps to what the model before it requires, too. Lists of models leave out what nothing may answer.

Where no target is left the caller gets a 403 that names what is required, and nothing is sent anywhere. Where Envoy has
ejected the targets that may be asked it gets a 503. Envoy skips an ejected target to the next *in the list*; the filter
refuses that one if it may not be asked, though a third might: list targets that are allowed together next to each other.

A region that no provider has, \`private\` without a private provider, and a model or rule whose requirement leaves no
target are errors of the file.

## Capabilities

| field of a target | a request is kept from it that |
|---|---|
| \`context_length\` | with its longest answer is estimated at more than 1.2 times as many tokens |
| \`vision: false\` | holds an image |
| \`tools: false\` | offers tools |
| \`traits: { json_schema: false }\` | wants an answer by a schema, where another target can be held to one |

What is not known is not held against a target. The estimate is rough, so that what is less than a fifth too long is left to
the provider; what it says to that is one of its failures, and goes to a target with a longer context. Images are looked at in
a long body only. Where no target is left the caller gets a 400 that names it; for the length its code is
\`context_length_exceeded\`. Without a target that can be held to a schema it is asked for in words, and the answer's
\`x-headgate-approximated\` says so.

Which targets were left out, and why (\`denied\`, \`require\`, \`vision\`, \`tools\`, \`context_length\`, \`json_schema\`, \`dialect\`),
stands in \`left_out\` of the access log's value and in what \`headgate explain\` prints.

## Prices

A target's own \`price\` goes first, then \`prices\` of the file or the API by the upstream model's name, then the catalogue by
the provider's host and the model's name, exact or dated (\`gpt-4o-2024-08-06\` is \`gpt-4o\`). The catalogue's prices and
capabilities are never used for a provider that is \`private\`, at an address of one's own, or for a target of a glob.

\`PUT /admin/v1/prices/{model}\` with \`{ "input", "output", "cached_input" }\` is in force with the next snapshot, everywhere,
without a restart; \`DELETE\` brings back the one before. Budgets are charged by these prices from the next answer on.

Prices change. Where a budget or \`lowest_cost\` hangs on the catalogue's, a warning at the start names the models and the
catalogue's date. They are the standard ones: no surcharge for very long prompts, no discount for batches; of a provider
that charges by the hour, the dearer. Most were taken over by way of the open list
[genai-prices](https://github.com/pydantic/genai-prices) (of 2026-08-21), with the day on which that had checked the
provider's page.
`;
