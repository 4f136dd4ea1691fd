import { expect, it } from "vitest";
import type { Dialect } from "../../contract/dialect.ts";
import { REPLY, WIRE } from "../fixtures/wire/index.ts";
import { document, filterUnder, modelOf, policyOf } from "./filter.ts";

/** A model that takes no sampling gets none from clients of other dialects, who send it unasked. */
function ask(client: Dialect, provider: Dialect, sampling: "taken" | "none") {
  const policy = policyOf(modelOf(provider));
  const targets = policy.targets.map((target) => ({ ...target, traits: { ...target.traits, sampling } }));
  const host = filterUnder({ ...policy, targets }, () => document(WIRE[provider].response(REPLY)));
  const turns = [{ role: "user" as const, text: "Hi" }];
  const body = JSON.stringify(
    WIRE[client].request({ model: "m", stream: false, turns, temperature: 0.5, topP: 0.9, maxTokens: 9 }),
  );
  const { headers, attempts } = host.open({ path: WIRE[client].path, body }).result;
  const { temperature, top_p } = JSON.parse(attempts[0]?.request.body ?? "");
  return { temperature, top_p, dropped: headers["x-headgate-dropped"] };
}

it.each<[Dialect, Dialect]>([
  ["openai", "anthropic"],
  ["anthropic", "openai"],
])("a client of %s, a provider of %s", (client, provider) => {
  const none = ask(client, provider, "none");
  expect(none).toEqual({ temperature: undefined, top_p: undefined, dropped: "temperature,top_p" });
  expect(ask(client, provider, "taken").temperature).toBe(0.5);
});
