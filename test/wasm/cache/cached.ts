import type { Dialect } from "../../../contract/dialect.ts";
import { conversationFor, REPLY, type Reply, WIRE, wholeStream } from "../../fixtures/wire/index.ts";
import type { ExchangeResult, Host, SharedData, Upstream, UpstreamAnswer } from "../../host/index.ts";
import { filter } from "../filter.ts";

/** A configuration with the cache on, and a model `m` that goes to that provider. */
export function cachedModel(provider: Dialect, cache: object = {}, more: object = {}): object {
  return { models: { m: { targets: [{ provider, model: `${provider}-model` }] } }, cache, ...more };
}

/** A filter before a provider of that dialect. `asked`: counts how often. */
export function cachedFilter(
  provider: Dialect,
  { cache = {}, more = {}, reply = {}, sharedData }: CachedOptions = {},
): { host: Host; asked: () => number } {
  let asked = 0;
  const upstream: Upstream = ({ body }) => {
    asked += 1;
    return providerAnswer(provider, JSON.parse(body), reply);
  };
  return {
    host: filter(cachedModel(provider, cache, more), upstream, sharedData && { sharedData }),
    asked: () => asked,
  };
}

export interface CachedOptions {
  cache?: object;
  /** Beside `models` and `cache`. */
  more?: object;
  reply?: Partial<Reply>;
  sharedData?: SharedData;
}

/** As a provider of that dialect answers, in a stream where it is asked for one. */
export function providerAnswer(
  provider: Dialect,
  request: Record<string, unknown>,
  reply: Partial<Reply> = {},
): UpstreamAnswer {
  const wire = WIRE[provider];
  const said = { ...REPLY, ...reply };
  return wire.wantsStream(request)
    ? { headers: { "content-type": wire.streamType }, body: wholeStream(wire.stream(said, request)) }
    : { headers: { "content-type": "application/json" }, body: JSON.stringify(wire.response(said)) };
}

/** A chat that all dialects can say, at temperature 0. */
export function chatRequest(client: Dialect, more: object = {}): Record<string, unknown> {
  const conversation = { ...conversationFor("responses"), model: "m", temperature: 0, ...more };
  return WIRE[client].request(conversation) as Record<string, unknown>;
}

export function ask(
  host: Host,
  client: Dialect,
  request: object | string = chatRequest(client),
  headers: Record<string, string> = {},
): ExchangeResult {
  const body = typeof request === "string" ? request : JSON.stringify(request);
  return host.open({ path: WIRE[client].path, headers, body }).result;
}

export const outcomeOf = ({ headers }: ExchangeResult): string | undefined => headers["x-headgate-cache"];
