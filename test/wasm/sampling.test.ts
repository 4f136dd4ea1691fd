import { describe, expect, it } from "vitest";
import type { Dialect } from "../../contract/dialect.ts";
import type { Traits } from "../../contract/traits.ts";
import { REPLY, WIRE } from "../fixtures/wire/index.ts";
import { document, filterUnder, modelOf, policyOf } from "./filter.ts";

/** A model that takes no sampling gets none: clients send it unasked, and cannot know which model a name stands for. */
function ask(client: Dialect, provider: Dialect, sampling: Traits["sampling"], more: object = {}) {
  const policy = policyOf(modelOf(provider));
  const targets = policy.targets.map((target) => ({ ...target, traits: { ...target.traits, sampling } }));
  const host = filterUnder({ ...policy, targets }, () => document(WIRE[provider].response(REPLY)));
  const turns = [{ role: "user" as const, text: "Hi" }];
  const chat = WIRE[client].request({
    model: "m",
    stream: false,
    turns,
    temperature: 0.5,
    topP: 0.9,
    maxTokens: 2048,
  });
  const { headers, attempts } = host.open({
    path: WIRE[client].path,
    body: JSON.stringify({ ...chat, ...more }),
  }).result;
  const { temperature, top_p } = JSON.parse(attempts[0]?.request.body ?? "");
  return { temperature, top_p, dropped: headers["x-headgate-dropped"] };
}

const NONE = { temperature: undefined, top_p: undefined, dropped: "temperature,top_p" };
const BOTH = { temperature: 0.5, top_p: 0.9, dropped: undefined };
const CLIENTS: readonly Dialect[] = ["openai", "responses", "anthropic"];
const EFFORT: Partial<Record<Dialect, object>> = {
  openai: { reasoning_effort: "low" },
  responses: { reasoning: { effort: "low" } },
};
const NO_EFFORT: Partial<Record<Dialect, object>> = {
  openai: { reasoning_effort: "none" },
  responses: { reasoning: { effort: "none" } },
  anthropic: { thinking: { type: "disabled" } },
};

describe.each(CLIENTS)("a client of %s", (client) => {
  it.each(CLIENTS)("asks a model of %s that takes none", (provider) => {
    expect(ask(client, provider, "none")).toEqual(NONE);
  });

  // Anthropic's own writer sends one of the two.
  it.each(
    CLIENTS.filter((provider) => provider !== "anthropic" || client === "anthropic"),
  )("asks a model of %s that takes all, and one that takes it without effort", (provider) => {
    expect(ask(client, provider, "taken")).toEqual(BOTH);
    expect(ask(client, provider, "without_effort")).toEqual(BOTH);
    expect(ask(client, provider, "without_effort", NO_EFFORT[client])).toMatchObject({ temperature: 0.5, top_p: 0.9 });
  });
});

it.each(
  (["openai", "responses"] as const).flatMap((client) => CLIENTS.map((provider) => [client, provider] as const)),
)("with an effort, a client of %s asks a model of %s that takes it without", (client, provider) => {
  expect(ask(client, provider, "without_effort", EFFORT[client])).toMatchObject({
    temperature: undefined,
    top_p: undefined,
  });
});

it("while it thinks, Anthropic's client asks a model that samples without", () => {
  const thinking = { type: "enabled", budget_tokens: 1024 };
  expect(ask("anthropic", "anthropic", "without_effort", { thinking })).toEqual(NONE);
});

it("leaves what means something else: penalties go, a seed stays", () => {
  const policy = policyOf(modelOf("openai"));
  const targets = policy.targets.map((target) => ({
    ...target,
    traits: { ...target.traits, sampling: "none" as const },
  }));
  const host = filterUnder({ ...policy, targets }, () => document(WIRE.openai.response(REPLY)));
  const body = '{"model":"m", "presence_penalty":1, "seed":4, "messages":[{"role":"user","content":"Hi"}],"top_p":1}';
  const { attempts } = host.open({ path: WIRE.openai.path, body }).result;
  expect(attempts[0]?.request.body).toBe(
    '{"model":"openai-model", "seed":4, "messages":[{"role":"user","content":"Hi"}]}',
  );
});
