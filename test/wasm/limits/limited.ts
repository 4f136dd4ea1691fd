import type { Dialect } from "../../../contract/dialect.ts";
import { CONVERSATION, type Conversation, REPLY, WIRE } from "../../fixtures/wire/index.ts";
import type { Exchange, Host, Upstream } from "../../host/index.ts";
import { document, filter } from "../filter.ts";

/** Twelve o'clock: a minute, and not a day, begins. */
export const NOON = Date.UTC(2026, 10, 21, 12);

/** Two keys of one tenant that both may ask for `m`; limits of the first key, the tenant and the model. */
export interface Limited {
  key?: object;
  tenant?: object;
  model?: object;
  budget?: object;
  /** USD per million tokens. */
  price?: object;
  providers?: readonly string[];
}

export function limitedConfig(limits: Limited): object {
  const { key = {}, tenant = {}, model = {}, budget = {}, price, providers = ["openai"] } = limits;
  const targets = providers.map((provider) => ({ provider, ...(price && { price }) }));
  return {
    models: { m: { targets, limits: model } },
    tenants: { shop: { limits: tenant } },
    keys: [
      { id: "web", tenant: "shop", secret: "env:CLIENT", limits: key, budget },
      { id: "lab", tenant: "shop", secret: "env:OTHER" },
    ],
  };
}

export function limited(limits: Limited, upstream: Upstream = answers): Host {
  const probed: Upstream = (request) =>
    request.headers["user-agent"] === "probe" ? answers(request) : upstream(request);
  return filter(limitedConfig(limits), probed, { now: NOON });
}

/** Each provider's whole answer: 31 tokens in, 17 out. */
export const answers: Upstream = ({ target }) => document(WIRE[dialectOf(target)].response(REPLY));

export function dialectOf(target: string): Dialect {
  return target.slice("m/".length).replace(/#\d$/, "") as Dialect;
}

export const TOKENS = REPLY.inputTokens + REPLY.outputTokens;

/** A request of the first key, or of the second. */
export function send(
  host: Host,
  more: Partial<Conversation> = {},
  dialect: Dialect = "openai",
  secret = "hg-client",
): Exchange {
  const body = JSON.stringify(WIRE[dialect].request({ ...CONVERSATION, ...more, model: "m" }));
  return host.open({ path: WIRE[dialect].path, headers: { authorization: `Bearer ${secret}` }, body });
}

/** What of the key's tokens a request is told to be gone, itself included: it is answered, whatever others are. */
export function takenTokens(host: Host): number {
  const body = JSON.stringify(
    WIRE.openai.request({ ...CONVERSATION, maxTokens: undefined, stop: undefined, model: "m" }),
  );
  const headers = { authorization: "Bearer hg-client", "user-agent": "probe" };
  const told = host.open({ path: WIRE.openai.path, headers, body }).result.headers;
  return Number(told["x-ratelimit-limit-tokens"]) - Number(told["x-ratelimit-remaining-tokens"]);
}

export function statuses(host: Host, count: number, more: Partial<Conversation> = {}): (number | undefined)[] {
  return Array.from({ length: count }, () => send(host, more).result.status);
}

export function messageOf({ result }: Exchange): string {
  const { error } = JSON.parse(result.body);
  return typeof error === "string" ? error : error.message;
}
