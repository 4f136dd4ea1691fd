import { beforeAll, describe, expect, it, test } from "vitest";
import { ACCEPTED, isJson, LIMITS, OUR_CHOICE, REFUSED, REFUSED_BYTES } from "../fixtures/json/index.ts";
import { loadWire, type Wire } from "./wire.ts";

let wire: Wire;
beforeAll(async () => {
  wire = await loadWire();
});

const VERDICTS = [
  ...Object.entries(ACCEPTED).map(([name, json]) => ({ name, json, accepted: true })),
  ...Object.entries({ ...REFUSED, ...REFUSED_BYTES }).map(([name, json]) => ({ name, json, accepted: false })),
  ...Object.entries(OUR_CHOICE).map(([name, choice]) => ({ name, ...choice })),
];

describe.each([true, false])("JSON, as RFC 8259 has it, accepted: %s", (verdict) => {
  it.each(VERDICTS.filter(({ accepted }) => accepted === verdict))("$name", ({ json }) => {
    expect(wire.accepts(json)).toBe(verdict);
    expect(isJson(json), "as V8 has it").toBe(verdict);
  });
});

test.each(Object.entries(LIMITS))("a limit: %s", (_, { within, over }) => {
  const alone = { levels: 0, tokens: 0 };
  expect(wire.accepts(within(alone))).toBe(true);
  expect(wire.accepts(over(alone))).toBe(false);
});

describe("a document cut anywhere", () => {
  const whole = '{"é":[-1.5e+3,"\\u00e9\\n🀄",true,false,null,{}]}';

  it.each([0, 7, 13])("is refused, though the rest stands behind it in memory; behind %i spaces", (count) => {
    const document = Buffer.from(" ".repeat(count) + whole);
    expect(wire.accepts(document)).toBe(true);
    for (let size = 0; size < document.length; size++) expect(wire.accepts(document, size), `${size}`).toBe(false);
  });
});

describe("the text of a string", () => {
  it("is what JSON.parse reads, and U+FFFD for a lone surrogate", () => {
    const raw = 'a\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\ud83d\\ude00é😀';
    expect(wire.unescape(raw)).toBe(JSON.parse(`"${raw}"`));
    expect(wire.unescape("\\ud800x\\udc00")).toBe("\uFFFDx\uFFFD");
  });

  const strings = [...Object.values(ACCEPTED), ...Object.values(OUR_CHOICE).map(({ json }) => json)]
    .map((json) => Buffer.from(json as string).toString())
    .filter((json) => /^\[?"/.test(json) && json.length < 1000);

  it.each(strings)("is read as JSON.parse reads it: %s", (json) => {
    const raw = json.replace(/^\[?"/, "").replace(/"\]?$/, "");
    expect(wire.unescape(raw)).toBe(Buffer.from(JSON.parse(`"${raw}"`)).toString());
  });
});
