import { parse, stringify } from "yaml";
import type { Dialect } from "../../contract/dialect.ts";
import { answers, type Behaviour, refuses } from "../clients/provider/behaviour.ts";
import { baseUrl } from "../clients/provider/index.ts";
import type { Received } from "../clients/provider/received.ts";
import { type Provider, startProvider } from "../clients/provider/server.ts";
import { type Gateway, startGateway } from "../envoy/gateway.ts";
import { until } from "../envoy/until.ts";
import { reply, type Script } from "./script.ts";

/** A real gateway, and one provider behind it, of this dialect. One agent at a time. */
export interface Stand {
  provider: Dialect;
  url: string;
  key: string;
  /** The provider does as the script says, for an agent that works there. */
  begin(script: Script, workspace: string): void;
  /** What came of it. */
  end(): Promise<Happened>;
  stop(): Promise<void>;
}

export interface Happened {
  /** What the provider got, in order. */
  received: readonly Received[];
  /** What the gateway answered, in order. */
  answered: readonly Answered[];
  /** What the script could not do. */
  stuck: readonly string[];
  /** All that the gateway wrote, of all agents. */
  logs: string;
}

/** One line of Envoy's access log. */
export interface Answered {
  status: number;
  path: string;
  dropped: readonly string[];
  approximated: readonly string[];
}

const KEY = "hg-agents-key";
const UPSTREAM = "scripted-1";

export async function startStand(dialect: Dialect, binary?: string): Promise<Stand> {
  let current: { script: Script; workspace: string } = { script: { calls: [] }, workspace: "" };
  let stuck: string[] = [];
  const behave: Behaviour = (call) => {
    const { asked } = call.received;
    if (asked === undefined) return refuses(404, "only chats are scripted")(call);
    try {
      return answers(reply(asked, current.script, current.workspace))(call);
    } catch (error) {
      stuck.push((error as Error).message);
      return refuses(400, (error as Error).message)(call);
    }
  };
  const provider: Provider = await startProvider(new Map([[UPSTREAM, behave]]));
  const gateway: Gateway = await startGateway(
    {
      providers: { [dialect]: { dialect, url: baseUrl(dialect, provider.url) } },
      // Each agent asks for the model that it takes by itself.
      models: { "*": { targets: [{ provider: dialect, model: UPSTREAM }] } },
      keys: [{ id: "agents", secret: "env:AGENTS_KEY" }],
    },
    { environment: { AGENTS_KEY: KEY }, amend: withAccessLog, ...(binary && { binary }) },
  );
  const received = () => provider.receivedFor(UPSTREAM);
  const answered = () => [...gateway.logs().matchAll(/^answered: (.*)$/gm)].map(([, line = ""]) => readLine(line));
  let [receivedBefore, answeredBefore] = [0, 0];
  return {
    provider: dialect,
    url: gateway.url,
    key: KEY,
    begin(script, workspace) {
      current = { script, workspace };
      stuck = [];
      [receivedBefore, answeredBefore] = [received().length, answered().length];
    },
    async end() {
      const got = received().slice(receivedBefore);
      await until("the access log is written", () => answered().length - answeredBefore >= got.length);
      return { received: got, answered: answered().slice(answeredBefore), stuck, logs: gateway.logs() };
    },
    async stop() {
      await gateway.stop();
      await provider.close();
    },
  };
}

const FIELDS = ["RESPONSE_CODE", "REQ(:PATH)", "RESP(X-HEADGATE-DROPPED)", "RESP(X-HEADGATE-APPROXIMATED)"];

function withAccessLog(envoyYaml: string): string {
  const envoy = parse(envoyYaml);
  const manager = envoy.static_resources.listeners[0].filter_chains[0].filters[0].typed_config;
  const format = `answered: ${FIELDS.map((field) => `%${field}%`).join(" | ")}\n`;
  manager.access_log = [
    {
      name: "envoy.access_loggers.stdout",
      typed_config: {
        "@type": "type.googleapis.com/envoy.extensions.access_loggers.stream.v3.StdoutAccessLog",
        log_format: { text_format_source: { inline_string: format } },
      },
    },
  ];
  return stringify(envoy);
}

function readLine(line: string): Answered {
  const [status = "", path = "", dropped = "-", approximated = "-"] = line.split(" | ");
  const list = (names: string) => (names === "-" ? [] : names.split(/, */));
  return { status: Number(status), path, dropped: list(dropped), approximated: list(approximated) };
}
