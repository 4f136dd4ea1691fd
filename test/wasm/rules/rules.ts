import { DIALECTS, type Dialect } from "../../../contract/dialect.ts";
import { REPLY, WIRE } from "../../fixtures/wire/index.ts";
import type { Exchange, ExchangeResult, Host, Upstream } from "../../host/index.ts";
import { filter } from "../filter.ts";

/** Models of one provider each, by the dialect that it speaks. */
export const MODELS = Object.fromEntries(
  DIALECTS.map((dialect) => [`at-${dialect}`, { targets: [{ provider: dialect, model: `${dialect}-model` }] }]),
);

/** Each provider answers in its own dialect. */
export const answering: Upstream = ({ target }) => ({
  headers: { "content-type": "application/json" },
  body: JSON.stringify(WIRE[target.split("/")[1] as Dialect].response(REPLY)),
});

/** The filter under rules, with a model at each dialect's provider. */
export function underRules(rules: object[], more: object = {}): Host {
  return filter({ models: MODELS, rules, ...more }, answering);
}

const JSON_LINE = { openai: {}, responses: {}, anthropic: { "anthropic-version": "2023-06-01" }, ollama: {} };

/** A chat of one user's message, in the client's dialect; not streamed. */
export function chatBody(dialect: Dialect, model: string, text: string, more: object = {}): string {
  const said = dialect === "responses" ? { input: text } : { messages: [{ role: "user", content: text }] };
  const needed = dialect === "anthropic" ? { max_tokens: 1000 } : {};
  return JSON.stringify({ model, ...needed, ...said, stream: false, ...more });
}

export function open(host: Host, dialect: Dialect, body: string, headers: Record<string, string> = {}): Exchange {
  return host.open({ path: WIRE[dialect].path, headers: { ...JSON_LINE[dialect], ...headers }, body });
}

export function ask(host: Host, dialect: Dialect, body: string, headers?: Record<string, string>): ExchangeResult {
  return open(host, dialect, body, headers).result;
}

/** What the provider got. */
export function sent({ attempts, body, status }: ExchangeResult): {
  target: string;
  body: Record<string, unknown>;
  text: string;
} {
  const attempt = attempts[0];
  if (attempt === undefined) throw new Error(`no provider was asked: ${status} ${body}`);
  return { target: attempt.target, body: JSON.parse(attempt.request.body), text: attempt.request.body };
}
