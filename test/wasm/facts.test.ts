import { describe, expect, it } from "vitest";
import { DIALECTS } from "../../contract/dialect.ts";
import { expectFailure } from "../envoy/expect-failure.ts";
import { REPLY, WIRE } from "../fixtures/wire/index.ts";
import { answerOf } from "./answer-of.ts";
import { filter, modelOf } from "./filter.ts";

const MESSAGES = '"messages":[{"role":"user","content":"Hi"}]';
const fields = (count: number, name = "f") => Array.from({ length: count }, (_, i) => `"${name}${i}":1`).join();

describe.each(DIALECTS)("a request of %s that can be read in two ways", (dialect) => {
  const host = filter(modelOf(dialect), () => ({
    headers: { "content-type": "application/json" },
    body: JSON.stringify(WIRE[dialect].response(REPLY)),
  }));
  const ask = (rest: string) => host.open({ path: WIRE[dialect].path, body: `{"model":"m",${rest}}` }).result;

  it.each([
    ["messages twice", `${MESSAGES},${MESSAGES}`, /^messages: given twice$/],
    ["a field that nobody knows twice", `${MESSAGES},"x":1,"y":2,"x":1`, /^x: given twice$/],
    ["a long field twice", `"${"x".repeat(99)}":1,"${"x".repeat(99)}":2`, /^a top-level field: given twice$/],
    ["stream twice", `${MESSAGES},"stream":false,"stream":true`, /^stream: given twice$/],
    ["stream in another case", `${MESSAGES},"Stream":true`, /^Stream: must be written in lower case$/],
    ["stream with a long s, as Go reads it", `${MESSAGES},"ſtream":true`, /^ſtream: must be written in lower case$/],
    ["stream in words", `${MESSAGES},"stream":"true"`, /^stream: expected true or false$/],
    ["stream in numbers", `${MESSAGES},"stream":1`, /^stream: expected true or false$/],
    ["stream in a list", `${MESSAGES},"stream":[true]`, /^stream: expected true or false$/],
    ["257 fields", fields(256), /more than 256 top-level fields/],
  ])("is refused: %s", (_, rest, says) => {
    const result = ask(rest);
    expectFailure(dialect, answerOf(result), 400, says);
    expect(result.attempts).toEqual([]);
  });

  it.each([
    ["256 fields", `${MESSAGES},"stream":false,${fields(253)}`],
    ["names twice in different objects", '"messages":[{"role":"user","content":"A"},{"role":"user","content":"B"}]'],
    ["stream inside an object", `${MESSAGES},"x":{"stream":1,"Stream":2,"stream":3},"stream":false`],
  ])("is served where it cannot: %s", (_, rest) => {
    expect(ask(`${rest}${rest.includes('"stream"') ? "" : ',"stream":false'}`).status).toBe(200);
  });
});

describe("what is translated", () => {
  const host = filter(modelOf("anthropic"), () => ({
    headers: { "content-type": "application/json" },
    body: JSON.stringify(WIRE.anthropic.response(REPLY)),
  }));
  const ask = (rest: string) => host.open({ path: WIRE.openai.path, body: `{"model":"m",${rest}}` }).result;

  it.each([
    ["a name in escapes", '[{"r\\u006fle":"user","con\\u0074ent":"Hi"}]'],
    [
      "the last of the same name, as parsers read it",
      '[{"role":"assistant","content":"Ho","role":"user","content":"Hi"}]',
    ],
    ["the last, whichever is in escapes", '[{"role":"user","content":"Ho","\\u0063ontent":"Hi"}]'],
  ])("is what every provider would read: %s", (_, messages) => {
    const { attempts } = ask(`"messages":${messages}`);
    expect(JSON.parse(attempts[0]?.request.body ?? "").messages).toEqual([{ role: "user", content: "Hi" }]);
  });

  it("says in a header of bounded size what is lost", () => {
    const { status, headers } = ask(`${MESSAGES},${fields(200, "x".repeat(1000))}`);
    expect([status, host.logs]).toEqual([200, []]);
    const said = headers["x-headgate-dropped"] ?? "";
    expect(said.startsWith("x".repeat(64))).toBe(true);
    expect(said.length).toBeLessThan(8192);
  });
});
