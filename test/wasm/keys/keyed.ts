import { CONVERSATION, REPLY, WIRE } from "../../fixtures/wire/index.ts";
import type { Exchange, Host, HostOptions, Upstream, UpstreamAnswer } from "../../host/index.ts";
import { document, filter, PROVIDERS } from "../filter.ts";

export const NOON = Date.UTC(2026, 10, 21, 12);

export const good = (headers: Record<string, string> = {}) => document(WIRE.openai.response(REPLY), headers);

export const refused = (status: number, headers: Record<string, string> = {}): UpstreamAnswer => ({
  ...document(WIRE.openai.error(status, "no"), headers),
  status,
});

const TWO = [
  { id: "one", secret: "env:A_KEY" },
  { id: "two", secret: "env:B_KEY" },
];

/** A provider `openai` of two keys and a model `m` of it, or of as many targets as are named. */
export function keyed(
  upstream: Upstream,
  { keys = TWO as object[], provider = {}, targets = ["openai"], ...more }: Keyed = {},
  options: Partial<HostOptions> = {},
): Host {
  const config = {
    providers: { ...PROVIDERS, openai: { ...PROVIDERS.openai, ...provider, keys } },
    models: { m: { targets: targets.map((name) => ({ provider: name, model: `${name}-model` })) }, ...more.models },
    ...more.config,
  };
  return filter(config, upstream, { now: NOON, ...options });
}

export interface Keyed {
  keys?: object[];
  provider?: object;
  targets?: string[];
  models?: object;
  config?: object;
}

export function send(host: Host, model = "m"): Exchange["result"] {
  const body = JSON.stringify(WIRE.openai.request({ ...CONVERSATION, model }));
  return host.open({ path: WIRE.openai.path, body }).result;
}

/** The keys that the attempts presented. */
export function presented({ attempts }: Pick<Exchange["result"], "attempts">): (string | undefined)[] {
  return attempts.map(({ request }) => keyOf(request.headers));
}

export function keyOf(headers: Readonly<Record<string, string>>): string | undefined {
  return (headers.authorization ?? headers["x-api-key"])?.replace("Bearer ", "");
}
