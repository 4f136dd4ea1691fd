import { afterEach, describe, expect, it } from "vitest";
import { DIALECTS } from "../../contract/dialect.ts";
import { expectFailure } from "../envoy/expect-failure.ts";
import { ACCEPTED, isJson, LIMITS, OUR_CHOICE, REFUSED, REFUSED_BYTES } from "../fixtures/json/index.ts";
import { CONVERSATION, REPLY, WIRE } from "../fixtures/wire/index.ts";
import type { Upstream } from "../host/index.ts";
import { answerOf } from "./answer-of.ts";
import { filter } from "./filter.ts";

type Bytes = string | Uint8Array;

const MARK = Buffer.from([0xef, 0xbb, 0xbf]);
const JSON_TYPE = { "content-type": "application/json" };
const CHOICES = Object.entries(OUR_CHOICE);
const YES = [
  ...Object.entries(ACCEPTED),
  ...CHOICES.flatMap(([name, { json, accepted }]) => (accepted ? [[name, json] as const] : [])),
];
const NO = [
  ...Object.entries({ ...REFUSED, ...REFUSED_BYTES }),
  ...CHOICES.flatMap(([name, { json, accepted }]) => (accepted ? [] : [[name, json] as const])),
];

/** The object, with the document as a further member in front. */
function around(document: Bytes, object: object): Buffer {
  return Buffer.concat([
    Buffer.from('{"metadata":'),
    Buffer.from(document as Uint8Array),
    Buffer.from(`,${JSON.stringify(object).slice(1)}`),
  ]);
}

describe.each(DIALECTS)("JSON between a client and a provider of %s", (dialect) => {
  const wire = WIRE[dialect];
  const models = {
    same: { targets: [{ provider: dialect }] },
    renamed: { targets: [{ provider: dialect, model: "other" }] },
  };
  const whole = JSON.stringify(wire.response(REPLY));
  let says: ReturnType<Upstream> = {};
  const host = filter({ models }, () => says);
  const request = (model: string) => wire.request({ ...CONVERSATION, model, stream: false });
  const ask = (body: Bytes, answer: Bytes = whole) => {
    says = { headers: JSON_TYPE, body: answer };
    return host.open({ path: wire.path, body }).result;
  };

  afterEach(() => {
    expect(host.logs).toEqual([]);
  });

  it.each(YES)("passes byte for byte, %s", (_, json) => {
    const body = around(json, request("same"));
    const answer = around(json, wire.response(REPLY));
    const { status, attempts, bytes } = ask(body, answer);
    expect(status).toBe(200);
    expect(Buffer.from(attempts[0]?.request.bytes ?? []).equals(body), "the request").toBe(true);
    expect(Buffer.from(bytes).equals(answer), "the answer").toBe(true);
    const spliced = ask(around(json, request("renamed"))).attempts[0]?.request.bytes ?? [];
    expect(Buffer.from(spliced).equals(around(json, request("other"))), "under another name").toBe(true);
  });

  it.each(NO)("is refused, %s", (_, json) => {
    const alone = ask(json);
    expectFailure(dialect, answerOf(alone), 400, saysOf(json));
    expect(alone.attempts).toEqual([]);

    const inside = around(json, request("same"));
    expect(isJson(inside)).toBe(false);
    expectFailure(dialect, answerOf(ask(inside)), 400, /^the request body is not valid/);

    const fromProvider = ask(JSON.stringify(request("same")), around(json, wire.response(REPLY)));
    expectFailure(dialect, answerOf(fromProvider), 502, /answered with something that is not JSON$/);
  });

  it.each(Object.entries(LIMITS))("has a limit: %s", (_, { within, over, says }) => {
    // One level and some fifty values are the request's own.
    const room = { levels: 1, tokens: 50 };
    const body = around(within(room), request("same"));
    const { status, attempts } = ask(body);
    expect([status, Buffer.from(attempts[0]?.request.bytes ?? []).equals(body)]).toEqual([200, true]);
    const refused = ask(around(over({ ...room, tokens: 0 }), request("same")));
    expectFailure(dialect, answerOf(refused), 400, says);
    expect(refused.attempts).toEqual([]);
  });
});

/** A byte order mark is taken off before: what stands behind it is then no request. */
function saysOf(json: Bytes): RegExp {
  if (json.length === 0) return /^the request has no body$/;
  if (
    Buffer.from(json as Uint8Array)
      .subarray(0, 3)
      .equals(MARK)
  )
    return /./;
  return /^the request body is not valid (JSON|UTF-8) \(at byte \d+\)$/;
}
