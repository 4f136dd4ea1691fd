import { describe, expect, it } from "vitest";
import { DIALECTS, type Dialect } from "../../../contract/dialect.ts";
import { expectFailure } from "../../envoy/expect-failure.ts";
import { answerOf } from "../answer-of.ts";
import { filter, modelOf } from "../filter.ts";
import { answering, ask, chatBody, MODELS, sent, underRules } from "./rules.ts";

/** What a rule does to a request, in every client's dialect. */
const PAIRS = DIALECTS.flatMap((client) => DIALECTS.map((provider) => [client, provider] as const));

describe.each(DIALECTS)("a client of %s", (dialect) => {
  it("is refused in its own dialect, with the rule's words", () => {
    const host = underRules([{ id: "no", when: { keywords: ["classified"] }, deny: "not with this gateway" }]);
    const refused = ask(host, dialect, chatBody(dialect, "at-openai", "this is Classified"));
    expectFailure(dialect, answerOf(refused), 403, /^not with this gateway$/);
    expect(refused.attempts).toEqual([]);
    expect(ask(host, dialect, chatBody(dialect, "at-openai", "this is open")).status).toBe(200);
  });

  it.each(DIALECTS)("gets another model at a provider of %s", (provider) => {
    const host = underRules([{ when: { model: "at-*" }, use: `at-${provider}` }]);
    const other = DIALECTS[(DIALECTS.indexOf(provider) + 1) % DIALECTS.length];
    const result = ask(host, dialect, chatBody(dialect, `at-${other}`, "hi"));
    expect(result.status, result.body).toBe(200);
    expect(sent(result)).toMatchObject({ target: `at-${provider}/${provider}`, body: { model: `${provider}-model` } });
  });

  it("gets the used name where the model is a glob's", () => {
    const models = { ...MODELS, "any-*": { targets: [{ provider: dialect }] } };
    const host = filter({ models, rules: [{ when: {}, use: "any-thing" }] }, answering);
    expect(sent(ask(host, dialect, chatBody(dialect, "at-openai", "hi"))).body.model).toBe("any-thing");
  });

  it("is not given a model that its key may not use", () => {
    const keys = [{ id: "k", secret: "env:CLIENT", allow: ["at-openai"] }];
    const host = underRules([{ when: {}, use: "at-ollama" }], { keys });
    const headers = { "x-api-key": "hg-client" };
    const refused = ask(host, dialect, chatBody(dialect, "at-openai", "hi"), headers);
    expectFailure(dialect, answerOf(refused), 403, /^this key may not use the model 'at-ollama'$/);
  });
});

describe("the first rule that holds applies, and no other", () => {
  const rules = [
    { when: { keywords: ["alpha"] }, use: "at-anthropic" },
    { when: { keywords: ["alpha", "beta"] }, deny: "beta" },
    { when: { keywords: ["gamma"] }, tag: "seen", set: { max_tokens: 7 } },
    { when: {}, set: { temperature: 0 } },
  ];
  const host = underRules(rules);
  const said = (text: string) => ask(host, "openai", chatBody("openai", "at-openai", text));

  it("in their order", () => {
    const first = sent(said("alpha and beta and gamma"));
    expect(first.target).toBe("at-anthropic/anthropic");
    expect(first.body.temperature).toBeUndefined();
    expect(said("beta and gamma").status).toBe(403);
    expect(sent(said("gamma")).body).toMatchObject({ max_tokens: 7 });
    expect(sent(said("gamma")).body.temperature).toBeUndefined();
    expect(sent(said("else")).body).toMatchObject({ temperature: 0 });
  });
});

interface Capped {
  dialect: Dialect;
  path?: string;
  given: object;
  sent: object;
}

describe("set", () => {
  const host = underRules([{ when: {}, set: { max_tokens: 100, temperature: 1.5 } }]);

  it.each<Capped>([
    { dialect: "openai", given: {}, sent: { max_tokens: 100, temperature: 1.5 } },
    { dialect: "openai", given: { max_tokens: 5000 }, sent: { max_tokens: 100, temperature: 1.5 } },
    { dialect: "openai", given: { max_tokens: 50, temperature: 0 }, sent: { max_tokens: 50, temperature: 1.5 } },
    {
      dialect: "openai",
      given: { max_completion_tokens: 1e9 },
      sent: { max_completion_tokens: 100, temperature: 1.5 },
    },
    {
      dialect: "openai",
      given: { max_tokens: null },
      sent: { max_tokens: 100, temperature: 1.5 },
    },
    {
      dialect: "openai",
      given: { MAX_TOKENS: 900, Temperature: 0 },
      sent: { MAX_TOKENS: 100, max_tokens: 100, Temperature: 1.5, temperature: 1.5 },
    },
    { dialect: "openai", given: { max_tokens: "900" }, sent: { max_tokens: 100, temperature: 1.5 } },
    { dialect: "responses", given: {}, sent: { max_output_tokens: 100, temperature: 1.5 } },
    { dialect: "responses", given: { max_output_tokens: 101 }, sent: { max_output_tokens: 100, temperature: 1.5 } },
    // Its temperatures end at 1.
    { dialect: "anthropic", given: { max_tokens: 5000, temperature: 0 }, sent: { max_tokens: 100, temperature: 1 } },
    { dialect: "anthropic", given: { max_tokens: 99 }, sent: { max_tokens: 99, temperature: 1 } },
    { dialect: "ollama", given: {}, sent: { options: { num_predict: 100, temperature: 1.5 } } },
    { dialect: "ollama", given: { options: {} }, sent: { options: { num_predict: 100, temperature: 1.5 } } },
    { dialect: "ollama", given: { options: null }, sent: { options: { num_predict: 100, temperature: 1.5 } } },
    {
      dialect: "ollama",
      given: { options: { num_predict: -1, seed: 1 } },
      sent: { options: { num_predict: 100, seed: 1, temperature: 1.5 } },
    },
    {
      dialect: "ollama",
      given: { options: { num_predict: 9, temperature: 0 } },
      sent: { options: { num_predict: 9, temperature: 1.5 } },
    },
    {
      dialect: "ollama",
      given: { Options: { num_predict: 900 } },
      sent: { Options: { num_predict: 100, temperature: 1.5 }, options: { num_predict: 100, temperature: 1.5 } },
    },
  ])("$dialect: $given", ({ dialect, given, sent: wanted }) => {
    const asked = JSON.parse(chatBody(dialect, `at-${dialect}`, "hi", given));
    const { body } = sent(ask(host, dialect, JSON.stringify(asked)));
    expect(body).toEqual({ ...asked, ...wanted, model: `${dialect}-model` });
  });

  it.each(PAIRS)("a client of %s at a provider of %s", (client, provider) => {
    const capped = underRules([{ when: {}, set: { max_tokens: 64, temperature: 0.25 } }]);
    const { body } = sent(ask(capped, client, chatBody(client, `at-${provider}`, "hi")));
    const { options, max_tokens, max_output_tokens, max_completion_tokens, temperature } = body as Record<
      string,
      number
    > & {
      options?: Record<string, number>;
    };
    const limits = [options?.num_predict, max_tokens, max_output_tokens, max_completion_tokens].filter(Boolean);
    expect(limits).toEqual([64]);
    expect(options?.temperature ?? temperature).toBe(0.25);
  });

  it("leaves room for an answer behind Anthropic's thinking", () => {
    const thinking = (limit: number, budget: number) => {
      const capped = underRules([{ when: {}, set: { max_tokens: limit } }]);
      const more = { max_tokens: 50_000, thinking: { type: "enabled", budget_tokens: budget } };
      return sent(ask(capped, "anthropic", chatBody("anthropic", "at-anthropic", "hi", more))).body.thinking;
    };
    expect(thinking(4096, 2000)).toEqual({ type: "enabled", budget_tokens: 2000 });
    expect(thinking(4096, 30_000)).toEqual({ type: "enabled", budget_tokens: 2048 });
    expect(thinking(500, 30_000)).toEqual({ type: "disabled" });
  });

  it("does not lengthen what an older endpoint keeps short by itself", () => {
    const complete = (limit: number, more: object = {}) => {
      const capped = underRules([{ when: {}, set: { max_tokens: limit } }]);
      const body = JSON.stringify({ model: "at-openai", prompt: "hi", ...more });
      return sent(capped.open({ path: "/v1/completions", body }).result).body;
    };
    expect(complete(100)).toMatchObject({ max_tokens: 16 });
    expect(complete(8)).toMatchObject({ max_tokens: 8 });
    expect(complete(100, { max_tokens: 500 })).toMatchObject({ max_tokens: 100 });
  });

  it("changes nothing of a request that has no answer to cap", () => {
    const body = JSON.stringify({ model: "at-openai", input: "hi" });
    const embedded = host.open({ path: "/v1/embeddings", body }).result;
    expect(sent(embedded).body).toEqual({ model: "openai-model", input: "hi" });
  });
});

describe("redact", () => {
  const host = underRules([{ when: { contains_pii: true }, redact: true }]);

  it.each(PAIRS)("a client of %s at a provider of %s", (client, provider) => {
    const said = 'mail ann@example.com or bob@example.org, "card" 4111 1111 1111 1111';
    const result = ask(host, client, chatBody(client, `at-${provider}`, said));
    expect(result.status, result.body).toBe(200);
    const { text } = sent(result);
    expect(text).not.toMatch(/ann@|bob@|4111/);
    expect(text).toContain(JSON.stringify('mail [EMAIL] or [EMAIL], "card" [CARD]').slice(1, -1));
  });

  it("leaves every other byte as it was", () => {
    const body =
      '{ "model":"at-openai",\n "messages" : [{"role":"user","content":"caf\\u00e9 \\ud83d\\ude00 a\\u0040b.com \\/ end"}], "x":1.50 }';
    expect(sent(ask(host, "openai", body)).text).toBe(
      body.replace("at-openai", "openai-model").replace("a\\u0040b.com", "[EMAIL]"),
    );
  });

  it.each([
    ["an @ in escapes", "a\\u0040example.com", "[EMAIL]"],
    ["all in escapes", [..."ann@example.com"].map((c) => `\\u00${c.charCodeAt(0).toString(16)}`).join(""), "[EMAIL]"],
    ["behind a surrogate pair", "\\ud83d\\ude00 ann@example.com", "\\ud83d\\ude00 [EMAIL]"],
    ["behind a lone surrogate", "\\ud83d ann@example.com", "\\ud83d [EMAIL]"],
    ["behind letters of two and three bytes", "é€ \\u00e9\\u20ac ann@example.com", "é€ \\u00e9\\u20ac [EMAIL]"],
    ["a number with an escape inside", "4111 1111\\u00201111 1111.", "[CARD]."],
    ["a number whose digits are escapes", "\\u0034111111111111111", "[CARD]"],
    ["two, back to back", "ann@example.com,bob@example.com", "[EMAIL],[EMAIL]"],
    ["next to a quote and a line end", '\\"ann@example.com\\"\\n', '\\"[EMAIL]\\"\\n'],
  ])("%s", (_, said, wanted) => {
    const body = `{"model":"at-openai","messages":[{"role":"user","content":"${said}"}]}`;
    expect(sent(ask(host, "openai", body)).text).toBe(
      `{"model":"openai-model","messages":[{"role":"user","content":"${wanted}"}]}`,
    );
  });

  it("takes only the kinds that the rule names", () => {
    const mails = underRules([{ when: {}, redact: ["email"] }]);
    const { text } = sent(ask(mails, "openai", chatBody("openai", "at-openai", "a@b.com 4111111111111111")));
    expect(text).toContain("[EMAIL] 4111111111111111");
  });

  it("takes addresses of private networks, but for a rule that names public ones", () => {
    const text = "ann@example.com, ann@mail.corp, ann@mailhost";
    const redacted = (redact: string[]) =>
      sent(ask(underRules([{ when: {}, redact }]), "openai", chatBody("openai", "at-openai", text))).text;
    expect(redacted(["email"])).toContain("[EMAIL], [EMAIL], [EMAIL]");
    expect(redacted(["public_email"])).toContain("[EMAIL], ann@mail.corp, ann@mailhost");
  });

  it("looks for both kinds of addresses at once, for rules of either", () => {
    const rules = [
      { when: { contains_pii: ["public_email"] }, deny: "public" },
      { when: { contains_pii: ["email"] }, deny: "private" },
    ];
    const told = (text: string) => ask(underRules(rules), "openai", chatBody("openai", "at-openai", text));
    expect([told("ann@example.com").body, told("ann@mailhost").body, told("none").status]).toEqual([
      expect.stringContaining("public"),
      expect.stringContaining("private"),
      200,
    ]);
  });

  it("reaches tool results, calls, system, tools and parts that nobody knows", () => {
    const mail = "ann@example.com";
    const request = {
      model: "at-openai",
      messages: [
        { role: "system", content: mail },
        {
          role: "assistant",
          tool_calls: [{ id: "c", type: "function", function: { name: "f", arguments: `{"to":"${mail}"}` } }],
        },
        { role: "tool", tool_call_id: "c", content: [{ type: "text", text: mail }] },
        { role: "user", content: [{ type: "new", payload: { [mail]: [mail] } }] },
      ],
      tools: [
        {
          type: "function",
          function: { name: "f", description: mail, parameters: { properties: { [mail]: { enum: [mail] } } } },
        },
      ],
      user: mail,
    };
    const { text } = sent(ask(host, "openai", JSON.stringify(request)));
    expect(text.match(/\[EMAIL\]/g)).toHaveLength(8);
    // Who asks is the provider's to know, and not the model's.
    expect(text.match(/ann@example\.com/g)).toHaveLength(1);
  });

  it("and set change the same request", () => {
    const both = underRules([
      { when: {}, redact: true, set: { max_tokens: 10, temperature: 0 }, use: "at-ollama", tag: "t" },
    ]);
    const { body, target } = sent(
      ask(both, "ollama", chatBody("ollama", "at-openai", "a@b.com", { options: "c@d.com" })),
    );
    expect(target).toBe("at-ollama/ollama");
    expect(body).toEqual({
      model: "ollama-model",
      messages: [{ role: "user", content: "[EMAIL]" }],
      stream: false,
      options: { num_predict: 10, temperature: 0 },
    });
  });

  it("of a body in pieces, with trailers behind it", () => {
    const body = chatBody("openai", "at-openai", "a@b.com and more");
    const result = host.open({
      path: "/v1/chat/completions",
      body: [body.slice(0, 60), body.slice(60)],
      trailers: { x: "y" },
    }).result;
    expect(sent(result).text).toContain("[EMAIL] and more");
  });

  it("of embeddings", () => {
    const embedded = host.open({
      path: "/v1/embeddings",
      body: JSON.stringify({ model: "at-openai", input: ["a@b.com"] }),
    });
    expect(sent(embedded.result).body).toEqual({ model: "openai-model", input: ["[EMAIL]"] });
  });

  it("again in the second attempt", () => {
    const failing = filter({ ...modelOf("openai", "responses"), rules: [{ when: {}, redact: true }] }, (request) =>
      request.target === "m/openai" ? { status: 500 } : answering(request),
    );
    const { attempts } = ask(failing, "openai", chatBody("openai", "m", "a@b.com"));
    expect(attempts.map(({ request }) => /\[EMAIL\]/.test(request.body) && !/a@b/.test(request.body))).toEqual([
      true,
      true,
    ]);
  });
});
