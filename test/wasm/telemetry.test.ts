import { describe, expect, it } from "vitest";
import { telemetryReportSchema } from "../../contract/telemetry.ts";
import { CONVERSATION, REPLY, WIRE, wholeStream } from "../fixtures/wire/index.ts";
import { type Host, SharedData, type Upstream, type UpstreamAnswer } from "../host/index.ts";
import { document, eventStream, filter, modelOf } from "./filter.ts";

const NOON = Date.UTC(2026, 10, 21, 12);
const TICK = 500;

const PROMPT = "Which words are written on the old stone beside the river, and who wrote them there?";
const CANNED = "On the old stone stands a name that nobody in the village has been able to explain.";

function chat(host: Host, more: object = {}) {
  const body = { model: "m", messages: [{ role: "user", content: PROMPT }], ...more };
  return host.open({ path: WIRE.openai.path, body: JSON.stringify(body) });
}

function says(content: string, finish = "stop", more: object = {}): UpstreamAnswer {
  const message = { role: "assistant", content, ...more };
  const usage = { prompt_tokens: 20, completion_tokens: 30, total_tokens: 50 };
  return document({
    id: "x",
    object: "chat.completion",
    choices: [{ index: 0, message, finish_reason: finish }],
    usage,
  });
}

const gateway = (upstream: Upstream, ...providers: string[]) =>
  filter(modelOf(...(providers.length > 0 ? providers : ["openai"])), upstream, { now: NOON });

/** The report that is under way. */
function pending(host: Host) {
  const call = host.pendingCalls.find(({ headers }) => headers[":path"] === "/telemetry");
  if (call === undefined) throw new Error("nothing is told");
  return { call, report: telemetryReportSchema.parse(JSON.parse(call.body)) };
}

function told(host: Host) {
  host.advance(TICK);
  return pending(host);
}

const answer = (host: Host, body: unknown, status = 200) =>
  host.reply(pending(host).call, { status, body: typeof body === "string" ? body : JSON.stringify(body) });

const NOTHING = { targets: [], cooldowns: [] };
const isTelling = (host: Host) => host.pendingCalls.some(({ headers }) => headers[":path"] === "/telemetry");
const gauges = (host: Host) =>
  Object.fromEntries(Object.entries(host.metrics()).filter(([name]) => name.startsWith("headgate_target_")));

describe("what is told", () => {
  it("is the attempts at each target, and what they met; never a word of them", () => {
    const host = gateway(({ target }) => (target === "m/openai" ? { status: 500 } : says(CANNED)), "openai", "ollama");
    for (let seed = 0; seed < 3; seed++) chat(host, { seed });
    const { call } = told(host);
    expect(call.headers).toMatchObject({ ":method": "POST", authorization: "Bearer snapshot-token" });
    const { targets } = telemetryReportSchema.parse(JSON.parse(call.body));
    expect(targets.find(({ id }) => id === "m/openai")).toMatchObject({
      attempts: 3,
      failures: { server_error: 3 },
      first_token: [],
      answers: 0,
    });
    expect(call.body).not.toMatch(/stone|sk-of/);
  });

  it("is how long the first token took, of a stream and of a whole answer", () => {
    const host = gateway(({ body }) =>
      body.includes('"stream":true') ? eventStream(wholeStream(WIRE.openai.stream(REPLY, {}))) : says(CANNED),
    );
    chat(host);
    chat(host, { stream: true });
    const [target] = told(host).report.targets;
    expect(target).toMatchObject({ id: "m/openai", attempts: 2, failures: {}, first_token: [[1, 2]], answers: 2 });
  });

  it.each<[string, UpstreamAnswer, string]>([
    ["a refused connection", { fail: { how: "refuse" } }, "reset"],
    ["a document cut by a reset", { ...document({}), body: '{"id', fail: { how: "reset", when: "mid-body" } }, "reset"],
    ["429", { status: 429 }, "rate_limit"],
    ["HTML", { headers: { "content-type": "text/html" }, body: "<html>" }, "not_an_answer"],
    ["529", { status: 529 }, "overloaded"],
  ])("is the kind of a failure: %s", (_, bad, kind) => {
    const host = gateway(() => bad);
    chat(host);
    const [target] = told(host).report.targets;
    expect(Object.keys(target!.failures)).toEqual([kind]);
    expect(target!.failures[kind as "reset"]).toBe(target!.attempts);
  });

  it("is a stream that broke off", () => {
    const { opening, content } = WIRE.openai.stream(REPLY, {});
    const host = gateway(() => ({
      ...eventStream([...opening, ...content].join("")),
      fail: { how: "reset", when: "mid-body" },
    }));
    chat(host, { stream: true });
    expect(told(host).report.targets).toMatchObject([{ attempts: 1, failures: { broken: 1 } }]);
  });

  it("is nothing more of a request that every target fails, sent again; and all of one that another answers", () => {
    const host = gateway(
      ({ target, body }) =>
        body.includes("poison") || target === "m/openai" ? { status: 500 } : document(WIRE.ollama.response(REPLY)),
      "openai",
      "ollama",
    );
    const failures = () =>
      Object.fromEntries(told(host).report.targets.map(({ id, failures }) => [id, failures.server_error ?? 0]));
    for (let i = 0; i < 5; i++) chat(host, { messages: [{ role: "user", content: "poison" }] });
    expect(failures()).toEqual({ "m/openai": 1, "m/ollama": 1 });
    answer(host, NOTHING);
    for (let i = 0; i < 5; i++) chat(host);
    expect(failures()).toEqual({ "m/openai": 5, "m/ollama": 0 });
  });

  it("is nothing of an attempt that its client left", () => {
    const host = gateway(() => undefined);
    chat(host).disconnect();
    expect(told(host).report.targets).toEqual([]);
  });
});

describe("what is wrong with an answer", () => {
  const JSON_ASKED = { response_format: { type: "json_object" } };
  const LOOP = `${CANNED}\n${"It is the name of the river, and ".repeat(12)}`;
  const OTHER = "На старом камне у реки написано имя, которого никто в деревне не знает и не помнит.";

  it.each<[string, object, UpstreamAnswer]>([
    ["cut_off", {}, says(CANNED, "length")],
    ["repeats", {}, says(LOOP)],
    ["repeats", {}, says(`${CANNED}\n`.repeat(6) + PROMPT)],
    ["not_json", JSON_ASKED, says(`Here you are: {"name": "Anna"}`)],
    ["other_script", {}, says(OTHER)],
    ["refusing_words", {}, says("I’m sorry, but I can’t help you with that.")],
  ])("%s is found in a part of the answers", (flaw, asked, bad) => {
    const host = gateway(() => bad);
    for (let i = 0; i < 400; i++) chat(host, asked);
    const [target] = told(host).report.targets;
    expect(target!.answers).toBe(400);
    expect(target!.read).toBeGreaterThan(5);
    expect(target!.read).toBeLessThan(120);
    expect(target!.flaws).toEqual({ [flaw]: target!.read });
  });

  it.each<[string, object, UpstreamAnswer]>([
    ["empty", {}, says("")],
    ["refusal", {}, says("", "stop", { content: null, refusal: "I will not." })],
  ])("%s is found in each", (flaw, asked, bad) => {
    const host = gateway(() => bad);
    for (let i = 0; i < 20; i++) chat(host, asked);
    expect(told(host).report.targets[0]!.flaws).toEqual({ [flaw]: 20 });
  });

  it.each<[string, object, UpstreamAnswer]>([
    ["good words", {}, says(CANNED)],
    ["a length that the caller asked for", { max_tokens: 30 }, says(CANNED, "length")],
    ["JSON", JSON_ASKED, says('{"name": "Anna"}')],
    ["a table", {}, says(`| a | b |\n${"|---|---|\n".repeat(3)}${"| 1 | 2 |\n".repeat(40)}`)],
    ["a line of signs", {}, says("=".repeat(400))],
    [
      "code",
      { messages: [{ role: "user", content: "Как написать это на C? printf не работает в моей программе" }] },
      says('int main(void) { printf("hello, whole wide world"); return 0; }'),
    ],
    ["a word of another language", {}, says("漢字 is how it is written.")],
  ])("is not %s", (_, asked, good) => {
    const host = gateway(() => good);
    for (let i = 0; i < 400; i++) chat(host, asked);
    const [target] = told(host).report.targets;
    expect(target!.read).toBeGreaterThan(5);
    expect(target!.flaws).toEqual({});
  });

  it("is found in streams, whatever dialect they come in", () => {
    const reply = { ...REPLY, pieces: ["I'm sorry, ", "but I can", "'t help with that."] };
    for (const provider of ["openai", "anthropic", "ollama", "responses"] as const) {
      const body = wholeStream(WIRE[provider].stream(reply, {}));
      const type = WIRE[provider].streamType;
      const host = gateway(() => ({ headers: { "content-type": type }, body }), provider);
      for (let i = 0; i < 240; i++) {
        const asked = WIRE.openai.request({ ...CONVERSATION, stop: undefined, model: "m", stream: true });
        expect(host.open({ path: WIRE.openai.path, body: JSON.stringify(asked) }).result.status).toBe(200);
      }
      const [target] = told(host).report.targets;
      expect(target!.answers, provider).toBe(240);
      expect(target!.read, provider).toBeGreaterThan(0);
      expect(target!.flaws, provider).toEqual({ refusing_words: target!.read });
    }
  });
});

describe("a report", () => {
  it("is made when there is something to tell, else each second", () => {
    const host = gateway(() => says(CANNED));
    expect(told(host).report).toEqual(NOTHING);
    answer(host, NOTHING);
    host.advance(TICK);
    expect(isTelling(host)).toBe(false);
    chat(host);
    expect(told(host).report.targets).toHaveLength(1);
    answer(host, NOTHING);
    host.advance(TICK);
    expect(isTelling(host)).toBe(false);
    expect(told(host).report).toEqual(NOTHING);
  });

  it.each<[string, (host: Host) => void]>([
    ["is refused", (host) => answer(host, { error: "x" }, 503)],
    ["is lost", (host) => host.fail(pending(host).call)],
    ["is not answered", (host) => host.advance(1500)],
  ])("that %s is told again with the next", (_, lose) => {
    const host = gateway(() => says(CANNED));
    chat(host);
    expect(told(host).report.targets).toMatchObject([{ attempts: 1 }]);
    lose(host);
    expect(chat(host).result.status).toBe(200);
    if (!isTelling(host)) host.advance(TICK);
    host.fail(pending(host).call);
    expect(told(host).report.targets).toMatchObject([{ id: "m/openai", attempts: 2 }]);
    answer(host, NOTHING);
    host.advance(TICK);
    expect(told(host).report).toEqual(NOTHING);
  });

  it("that cannot be told for half a minute is no news any more", () => {
    const host = gateway(() => says(CANNED));
    chat(host);
    told(host);
    for (let i = 0; i < 62; i++) {
      host.fail(pending(host).call);
      host.advance(TICK);
    }
    expect(pending(host).report).toEqual(NOTHING);
  });
});

describe("the answer", () => {
  const KNOWN = {
    targets: [
      { id: "m/openai", score: 0.25, latency_ms: 300, degraded: true },
      { id: 'odd "name"/x', score: 1, degraded: false },
    ],
    cooldowns: [],
  };

  it("is shown in Envoy's statistics, for all workers", () => {
    const sharedData = new SharedData();
    const [host, other] = [1, 2].map(() =>
      filter(modelOf("openai"), () => says(CANNED), { now: NOON, sharedData }),
    ) as [Host, Host];
    told(host);
    answer(host, KNOWN);
    other.advance(TICK);
    for (const worker of [host, other]) {
      expect(gauges(worker)).toEqual({
        "headgate_target_score;target=m/openai": 250,
        "headgate_target_degraded;target=m/openai": 1,
        'headgate_target_score;target=odd "name"/x': 1000,
        'headgate_target_degraded;target=odd "name"/x': 0,
      });
    }
    expect(isTelling(other)).toBe(false);
  });

  it("holds for a minute: then the policy's weights do", () => {
    const host = gateway(() => says(CANNED));
    told(host);
    answer(host, KNOWN);
    const fail = () => isTelling(host) && host.fail(pending(host).call);
    for (let second = 0; second < 58; second++) {
      host.advance(1000);
      fail();
    }
    expect(gauges(host)).toMatchObject({ "headgate_target_score;target=m/openai": 250 });
    for (let second = 0; second < 4; second++) {
      host.advance(1000);
      fail();
    }
    expect(gauges(host)).toMatchObject({
      "headgate_target_score;target=m/openai": 1000,
      "headgate_target_degraded;target=m/openai": 0,
    });
  });

  it.each([
    ["{"],
    ["[]"],
    [""],
    [{ targets: 7, cooldowns: {} }],
    [{ targets: [null, 1, {}, { id: 7, score: "x" }, { id: "m/openai" }, { id: "m/x", score: -5 }] }],
    [{ targets: [], cooldowns: [null, { id: "short", until: 1 }, { id: "zzzzzzzzzzzzzzzz", until: 9e15 }, 3] }],
  ])("may be anything: %j", (body) => {
    const host = gateway(() => says(CANNED));
    told(host);
    answer(host, body);
    expect(chat(host).result.status).toBe(200);
    expect(told(host).report.targets).toHaveLength(1);
  });
});
