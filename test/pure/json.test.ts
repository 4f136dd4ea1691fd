import { beforeAll, describe, expect, it } from "vitest";
import { loadPure, type Pure } from "./pure.ts";

let pure: Pure;
beforeAll(async () => {
  pure = await loadPure();
});

const bytes = (...values: number[]) => Uint8Array.from(values);
const quoted = (...values: number[]) => bytes(0x22, ...values, 0x22);

describe("JSON, as RFC 8259 has it", () => {
  it.each([
    "{}",
    "[]",
    " \t\r\n[ 1 , 2 ]\n",
    '{"a":{"b":[{}]},"c":null,"d":true,"e":false}',
    "0",
    "-0",
    "-0.1e5",
    "1E+2",
    "123456789012345678901234567890",
    '"\\u00e9\\ud83d\\ude00\\"\\\\\\/\\b\\f\\n\\r\\t"',
    '"\\ud800"',
    '"é😀\u2028"',
    `"${"x".repeat(15)}\\n${"y".repeat(40)}"`,
    "[".repeat(256) + "]".repeat(256),
    `[${"0,".repeat(1_000_000)}0]`,
  ])("accepts %#", (json) => {
    expect(pure.accepts(json)).toBe(true);
  });

  it.each([
    "",
    " ",
    "{",
    "[",
    "[1",
    "[1,",
    "[1,]",
    "[,1]",
    "[1 2]",
    '{"a"}',
    '{"a":}',
    '{"a":1,}',
    "{a:1}",
    "{'a':1}",
    '{"a":1}}',
    "{} x",
    "01",
    "1.",
    ".5",
    "+1",
    "1e",
    "1e+",
    "-",
    "0x10",
    "NaN",
    "tru",
    "nul",
    "True",
    '"',
    '"abc',
    '"\\x"',
    '"\\u12g4"',
    '"\\u12',
    '"tab\t"',
    '"line\n"',
    "\uFEFF{}",
    "]",
    "[}",
    "{]",
    "[".repeat(257) + "]".repeat(257),
    "[".repeat(100_000),
    `[${"0,".repeat(2_000_000)}0]`,
  ])("refuses %#", (json) => {
    expect(pure.accepts(json)).toBe(false);
  });

  it.each([
    ["a lone continuation byte", quoted(0x80)],
    ["an overlong slash", quoted(0xc0, 0xaf)],
    ["an overlong NUL", quoted(0xe0, 0x80, 0x80)],
    ["a surrogate", quoted(0xed, 0xa0, 0x80)],
    ["a point above U+10FFFF", quoted(0xf4, 0x90, 0x80, 0x80)],
    ["a sequence cut short", quoted(0xe2, 0x82)],
    ["0xff", quoted(0xff)],
    ["a bad byte behind 40 good ones", quoted(...new Array(40).fill(0x61), 0xff)],
  ])("refuses %s", (_, json) => {
    expect(pure.accepts(json)).toBe(false);
  });

  it("decodes what JSON.parse decodes, and U+FFFD for a lone surrogate", () => {
    const raw = 'a\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\ud83d\\ude00é😀';
    expect(pure.unescape(raw)).toBe(JSON.parse(`"${raw}"`));
    expect(pure.unescape("\\ud800x\\udc00")).toBe("\uFFFDx\uFFFD");
  });
});
