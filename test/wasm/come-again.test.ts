import { describe, expect, it } from "vitest";
import { DIALECTS, type Dialect } from "../../contract/dialect.ts";
import { CONVERSATION, REPLY, WIRE } from "../fixtures/wire/index.ts";
import type { UpstreamAnswer } from "../host/index.ts";
import { document, filter, modelOf } from "./filter.ts";

/** What the last answer says of a next one. */
function headOf(client: Dialect, upstream: (target: string) => UpstreamAnswer, providers: readonly string[]) {
  const host = filter(modelOf(...providers), ({ target }) => upstream(target.split("/")[1] ?? ""));
  const body = JSON.stringify(WIRE[client].request({ ...CONVERSATION, stop: [], model: "m" }));
  const { status, headers } = host.open({ path: WIRE[client].path, body }).result;
  return { status, after: headers["retry-after"], ms: headers["retry-after-ms"], should: headers["x-should-retry"] };
}

const refuses =
  (status: number, headers: Record<string, string> = {}) =>
  (provider: string): UpstreamAnswer => ({
    ...document(WIRE[provider as Dialect].error(status, "no"), headers),
    status,
  });

describe.each(DIALECTS)("a client of %s", (client) => {
  it.each<[number, string | undefined]>([
    [400, "false"],
    [401, "false"],
    [402, "false"],
    [403, "false"],
    [404, "false"],
    [409, undefined],
    [413, "false"],
    [422, "false"],
    [429, undefined],
    [500, undefined],
    [503, undefined],
    [529, undefined],
  ])("is told of a %i whether to send the same again, whoever speaks", (status, should) => {
    for (const provider of DIALECTS) expect(headOf(client, refuses(status), [provider]).should, provider).toBe(should);
  });
});

describe("a provider's word for it", () => {
  it("reaches the client with its document, unless more is known", () => {
    const says = (should: string) => headOf("openai", refuses(500, { "x-should-retry": should }), ["openai"]).should;
    expect([says("true"), says("false")]).toEqual(["true", "false"]);
    expect(headOf("openai", refuses(401, { "x-should-retry": "true" }), ["openai"]).should).toBe("false");
    const far = refuses(429, { "retry-after": "3600", "x-should-retry": "true" });
    expect(headOf("openai", far, ["openai"])).toMatchObject({ after: "3600", should: "false" });
  });

  it("of milliseconds gives way to the seconds of the whole", () => {
    const told = headOf("openai", refuses(429, { "retry-after-ms": "2500", "retry-after": "9" }), ["openai"]);
    expect(told).toMatchObject({ after: "3", ms: undefined });
  });

  it("gives way where another's failure is told", () => {
    const upstream = (provider: string) =>
      provider === "openai"
        ? refuses(429, { "retry-after": "8" })(provider)
        : refuses(500, { "x-should-retry": "false", "retry-after": "70" })(provider);
    expect(headOf("openai", upstream, ["openai", "responses"])).toMatchObject({
      status: 429,
      after: "8",
      should: undefined,
    });
  });
});

it("a good answer says nothing of a next one", () => {
  const told = headOf("openai", () => document(WIRE.openai.response(REPLY)), ["openai"]);
  expect(told).toEqual({ status: 200, after: undefined, ms: undefined, should: undefined });
});
