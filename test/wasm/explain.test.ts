import { describe, expect, it } from "vitest";
import { CONVERSATION, REPLY, WIRE, wholeStream } from "../fixtures/wire/index.ts";
import type { Host, Upstream } from "../host/index.ts";
import { document, eventStream, filter } from "./filter.ts";

const TARGETS = { targets: [{ provider: "openai" }, { provider: "anthropic", model: "claude" }] };
const CONFIG = {
  models: { m: TARGETS, "any-*": TARGETS },
  keys: [{ id: "k-1", tenant: "shop", secret: "env:CLIENT", deny: ["secret*"] }],
};

const openai = () => document(WIRE.openai.response(REPLY));
const STREAM = wholeStream(WIRE.openai.stream(REPLY, { stream_options: { include_usage: true } }));
/** The first target fails, the second answers. */
const failsOver: Upstream = ({ target }) =>
  target.endsWith("openai") ? { status: 500, headers: {}, body: "" } : document(WIRE.anthropic.response(REPLY));

function ask(host: Host, more: object = {}, headers: Record<string, string> = { "x-api-key": "hg-client" }) {
  const body = JSON.stringify({ ...WIRE.openai.request({ ...CONVERSATION, model: "m" }), ...more });
  const exchange = host.open({ path: WIRE.openai.path, headers, body });
  const { result } = exchange;
  const told = Object.entries(result.headers).filter(([name]) => name.startsWith("x-headgate-"));
  const kept = exchange.info.filterState.get("headgate_explain");
  return { result, told: Object.fromEntries(told), kept: kept && JSON.parse(Buffer.from(kept).toString()) };
}

describe("response headers", () => {
  it("name the model, the target and the attempts", () => {
    expect(ask(filter(CONFIG, openai)).told).toEqual({
      "x-headgate-model": "m",
      "x-headgate-target": "m/openai",
      "x-headgate-attempts": "1",
    });
  });

  it("tell of a failover, and of what was lost in it", () => {
    expect(ask(filter(CONFIG, failsOver), { seed: 7 }).told).toEqual({
      "x-headgate-model": "m",
      "x-headgate-target": "m/anthropic",
      "x-headgate-attempts": "2",
      "x-headgate-dropped": "seed,top_p",
    });
  });

  it("stand on an error when no target answers", () => {
    const { result, told } = ask(filter(CONFIG, () => ({ status: 500, headers: {}, body: "" })));
    expect(result.status).toBe(500);
    expect(told).toEqual({ "x-headgate-model": "m", "x-headgate-target": "m/anthropic", "x-headgate-attempts": "2" });
  });

  it("name a glob by the policy's own name", () => {
    expect(ask(filter(CONFIG, openai), { model: "any-1" }).told["x-headgate-model"]).toBe("any-*");
  });

  it("stand on a stream", () => {
    const { told } = ask(
      filter(CONFIG, () => eventStream(STREAM)),
      { stream: true },
    );
    expect(told["x-headgate-target"]).toBe("m/openai");
  });

  it("tell who has no key nothing, and who may not use a model nothing of where it goes", () => {
    const host = filter(CONFIG, openai);
    expect(ask(host, {}, {}).told).toEqual({});
    expect(ask(host, { model: "secret" }).told).toEqual({});
  });

  it("are off by the policy, but for what was lost", () => {
    const quiet = filter({ ...CONFIG, explain: false }, failsOver);
    expect(ask(quiet, { seed: 7 }).told).toEqual({ "x-headgate-dropped": "seed,top_p" });
  });

  it.each([true, false])("of a provider are not the gateway's word (explain: %s)", (explain) => {
    const lies = {
      "x-headgate-model": "other",
      "x-headgate-rule": "r",
      "x-headgate-dropped": "messages",
      "x-other": "1",
    };
    const host = filter({ ...CONFIG, explain }, () => document(WIRE.openai.response(REPLY), lies));
    const { result, told } = ask(host);
    expect(told).toEqual(
      explain ? { "x-headgate-model": "m", "x-headgate-target": "m/openai", "x-headgate-attempts": "1" } : {},
    );
    expect(result.headers["x-other"]).toBe("1");
  });
});

describe("what the access log is told", () => {
  it("is one JSON value", () => {
    const { kept } = ask(filter(CONFIG, failsOver), { seed: 7 });
    expect(kept).toEqual({
      model: "m",
      target: "m/anthropic",
      attempts: 2,
      rule: null,
      tags: [],
      tenant: "shop",
      key: "k-1",
      cache: null,
      dropped: ["seed", "top_p"],
      status: 200,
      input_tokens: REPLY.inputTokens,
      output_tokens: REPLY.outputTokens,
    });
  });

  it("is there for a refusal too, and with explain off", () => {
    const host = filter({ ...CONFIG, explain: false }, openai);
    expect(ask(host, {}, {}).kept).toMatchObject({ model: null, target: null, attempts: 0, key: null, status: 401 });
    expect(ask(host, { model: "secret" }).kept).toMatchObject({ model: null, key: "k-1", status: 403 });
    expect(ask(host).kept).toMatchObject({ model: "m", status: 200 });
  });

  it("is there at a stream's head, and has its tokens at its end", () => {
    const body = JSON.stringify({ ...WIRE.openai.request({ ...CONVERSATION, model: "m" }), stream: true });
    const host = filter(CONFIG, () => undefined);
    const exchange = host.open({ path: WIRE.openai.path, headers: { "x-api-key": "hg-client" }, body });
    const kept = () => JSON.parse(Buffer.from(exchange.info.filterState.get("headgate_explain") ?? "").toString());
    exchange.attempt.head(200, { "content-type": "text/event-stream" });
    const half = STREAM.length >> 1;
    exchange.attempt.data(STREAM.slice(0, half));
    expect(kept()).toMatchObject({ target: "m/openai", status: 200, output_tokens: null });
    exchange.attempt.data(STREAM.slice(half), true);
    expect(kept()).toMatchObject({ status: 200, input_tokens: REPLY.inputTokens, output_tokens: REPLY.outputTokens });
  });

  it("is there for a caller that left", () => {
    const host = filter(CONFIG, () => undefined);
    const exchange = host.open({ path: WIRE.openai.path, headers: { "x-api-key": "hg-client" }, partial: true });
    exchange.disconnect();
    expect(JSON.parse(Buffer.from(exchange.info.filterState.get("headgate_explain") ?? "").toString())).toMatchObject({
      key: "k-1",
      status: 0,
    });
  });

  it("holds neither prompt nor secret", () => {
    const { kept } = ask(filter(CONFIG, openai));
    const text = JSON.stringify(kept);
    for (const secret of ["hg-client", "sk-of-a", "sk-of-b"]) expect(text).not.toContain(secret);
  });
});
