import { describe, expect, it } from "vitest";
import { DIALECTS } from "../../contract/dialect.ts";
import { ENVELOPE } from "../envoy/expect-failure.ts";
import { conversationFor, REPLY, WIRE } from "../fixtures/wire/index.ts";
import { document, filter, modelOf } from "./filter.ts";

/** What Envoy's decompressor leaves: a body without its coding, and trailers that say how large it was. */
const TRAILERS = (sent: number, inflated: number) => ({
  "x-envoy-decompressor-gzip-compressed-bytes": String(sent),
  "x-envoy-decompressor-gzip-uncompressed-bytes": String(inflated),
});

describe.each(DIALECTS)("a body that came in a coding, from a client of %s", (client) => {
  const host = filter(modelOf("openai"), () => document(WIRE.openai.response(REPLY)));
  const good = JSON.stringify(WIRE[client].request({ ...conversationFor(...DIALECTS), model: "m" }));
  const send = (body: string, trailers: Record<string, string>) =>
    host.open({ path: WIRE[client].path, body, trailers }).result;

  it("is read, and no provider is told of Envoy's trailers, or of the client's", () => {
    const { status, body, attempts } = send(good, { ...TRAILERS(40, good.length), "x-secret": "of the client" });
    expect(status, body).toBe(200);
    expect(attempts[0]?.request.trailers).toEqual({});
  });

  it.each([
    ["damaged", '{"model":"m","mess', TRAILERS(14, 18), 400],
    ["of another coding", "", TRAILERS(14, 0), 400],
    ["cut off, and 20 times as large", "x".repeat(2000), TRAILERS(90, 2000), 413],
    ["cut off, and of a megabyte", "x".repeat(1024 * 1024), TRAILERS(900_000, 1024 * 1024), 413],
  ])("that is %s", (_, text, trailers, expected) => {
    const { status, body, attempts } = send(text, trailers);
    expect([status, attempts]).toEqual([expected, []]);
    const says = expect.stringMatching(/^the request body is no JSON without its content-encoding/);
    expect(JSON.parse(body)).toEqual(ENVELOPE[client](says));
  });

  it("is told from one that came as it is", () => {
    const { status, body } = send("x", { "x-any": "1" });
    expect(status).toBe(400);
    expect(JSON.parse(body)).toEqual(ENVELOPE[client](expect.stringMatching(/is not valid JSON/)));
  });
});
