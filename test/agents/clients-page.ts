import { DIALECTS, type Dialect } from "../../contract/dialect.ts";
import type { Agent } from "./agent/agent.ts";
import { outcomeInWords } from "./outcome.ts";
import type { Row } from "./play-all.ts";

const SPEAKS: Readonly<Record<Dialect, string>> = {
  openai: "chat completions",
  responses: "Responses",
  anthropic: "Messages",
  ollama: "Ollama",
};

/** `docs/clients.md`, from what a run of all agents came to. */
export function clientsPage(rows: readonly Row[]): string {
  return `${HEAD}
| client | version | speaks | ${DIALECTS.map((dialect) => `\`${dialect}\` provider`).join(" | ")} |
|---|---|---|${DIALECTS.map(() => "---|").join("")}
${rows.map(rowOf).join("\n")}
${FOOT}`;
}

function rowOf({ agent, outcomes }: Row): string {
  const cells = DIALECTS.map((dialect) => {
    const outcome = outcomes.get(dialect);
    return outcome === undefined ? "" : outcomeInWords(outcome).replaceAll("|", "\\|").replaceAll("\n", " ");
  });
  return `| ${[agent.name, versionOf(agent), SPEAKS[agent.dialect], ...cells].join(" | ")} |`;
}

function versionOf(agent: Agent): string {
  return `\`${agent.package}\` ${agent.version}`;
}

const HEAD = `# Clients that were tried

<!-- Written by \`npm run test:agents\` from what it saw: do not change it here. -->

Each of these clients was run as it comes, with its own defaults, through a gateway on a real Envoy. Behind the gateway stood
a provider of each dialect. That provider is a script: it checks every request by the rules that the provider documents,
and refuses what the real one refuses.

The task is an agent's loop. The model calls one tool, then two at once, and then answers. The client has to run the tools,
hand back their results, and show the answer. All of it is streamed where the client streams.
`;

const FOOT = `
- **works**: the whole loop went through, and nothing was left out.
- **drops**, **approximates**: it went through, and the gateway named these fields as left out, or as said in another way. See
  [translation.md](translation.md).
- **after a refusal**: the client was refused once, and asked again in another way by itself.
- **does not**: and why.

How each client is told where the gateway is, stands in \`test/agents/agent\`.
`;
