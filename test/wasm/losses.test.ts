import { describe, expect, it } from "vitest";
import { CONVERSATION, REPLY, WIRE, wholeStream } from "../fixtures/wire/index.ts";
import { document, filter, modelOf } from "./filter.ts";

const platform = ({ target, body }: { target: string; body: string }) => {
  const wire = WIRE[target.slice(2) as keyof typeof WIRE];
  if (!wire.wantsStream(JSON.parse(body))) return document(wire.response(REPLY));
  return { headers: { "content-type": wire.streamType }, body: wholeStream(wire.stream(REPLY, {})) };
};

function ask(provider: string, more: object) {
  const body = JSON.stringify({ ...WIRE.openai.request({ ...CONVERSATION, stop: undefined, model: "m" }), ...more });
  const {
    status,
    headers,
    body: answer,
  } = filter(modelOf(provider), platform).open({ path: WIRE.openai.path, body }).result;
  expect(status, answer).toBe(200);
  return { dropped: headers["x-headgate-dropped"], approximated: headers["x-headgate-approximated"] };
}

describe("what a translation lost is named in the answer's head", () => {
  it.each([
    ["what has no place", "anthropic", { seed: 7, logit_bias: { "1": 2 } }, "seed,logit_bias,top_p", undefined],
    ["what came close", "anthropic", { temperature: 1.7 }, "top_p", "temperature"],
    ["both", "anthropic", { temperature: 1.7, seed: 7 }, "seed,top_p", "temperature"],
    [
      "each but once",
      "ollama",
      { messages: [1, 2].map(() => ({ role: "user", name: "ann", content: "Hi" })) },
      "messages.name",
      undefined,
    ],
    ["what is unknown", "ollama", { never_heard_of: 1 }, "never_heard_of", undefined],
    ["nothing of what says nothing", "ollama", { a: null, b: [], c: {}, d: false, e: "" }, undefined, undefined],
    ["nothing", "responses", {}, undefined, undefined],
    ["nothing, natively", "openai", { seed: 7, temperature: 1.7, never_heard_of: 1 }, undefined, undefined],
  ])("%s, to %s", (_, provider, more, dropped, approximated) => {
    const lost = { dropped, approximated };
    expect(ask(provider, more)).toEqual(lost);
    expect(ask(provider, { ...more, stream: true })).toEqual(lost);
  });

  it("by the target that answered, not by one that failed", () => {
    const host = filter(modelOf("anthropic", "ollama"), (request) =>
      request.target === "m/anthropic" ? { status: 500 } : platform(request),
    );
    const body = JSON.stringify({
      ...WIRE.openai.request({ ...CONVERSATION, model: "m" }),
      temperature: 1.7,
      user: "u",
    });
    const { status, headers } = host.open({ path: WIRE.openai.path, body }).result;
    expect([status, headers["x-headgate-dropped"], headers["x-headgate-approximated"]]).toEqual([
      200,
      "user",
      undefined,
    ]);
  });
});

describe("however much there is to name", () => {
  const unknown = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, i) => [`unknown_field_${i}`, 1]));

  it("the header stays short enough for every client", () => {
    const { dropped = "" } = ask("ollama", unknown(200));
    expect(dropped).toMatch(/^unknown_field_0,unknown_field_1,unknown_field_2,/);
    expect(Buffer.byteLength(dropped)).toBeLessThanOrEqual(8192);
    expect(dropped.length).toBeGreaterThan(1000);
  });

  it("and so it does with names of other alphabets", () => {
    const names = Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`漢字の名前🀄${i}`, 1]));
    const { dropped = "" } = ask("ollama", names);
    expect(dropped.startsWith("漢字の名前🀄0,漢字の名前🀄1,")).toBe(true);
    expect(dropped).not.toContain("\ufffd");
    expect(Buffer.byteLength(dropped)).toBeLessThanOrEqual(8192);
  });

  it("a name cannot end the header", () => {
    const options = { "a\r\nset-cookie: b": 1, 'quoted "name"': 1 };
    const body = JSON.stringify({ ...WIRE.ollama.request({ ...CONVERSATION, model: "m" }), options });
    const { headers } = filter(modelOf("openai"), platform).open({ path: WIRE.ollama.path, body }).result;
    expect(headers["x-headgate-dropped"]).toBe('options.a\\r\\nset-cookie: b,options.quoted \\"name\\"');
    expect(headers).not.toHaveProperty("set-cookie");
  });
});
