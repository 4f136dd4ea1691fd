import { beforeAll, describe, expect, it } from "vitest";
import { splits } from "./splits.ts";
import { loadWire, type Wire } from "./wire.ts";

let wire: Wire;
beforeAll(async () => {
  wire = await loadWire();
});

const SSE: Record<string, [string, string[]]> = {
  "events with LF": ["data: a\n\ndata: b\n\n", ["a", "b"]],
  "events with CRLF": ["data: a\r\n\r\ndata: b\r\n\r\n", ["a", "b"]],
  "events with CR": ["data: a\r\rdata: b\r\r", ["a", "b"]],
  "no space behind the colon": ["data:a\n\n", ["a"]],
  "only the first space is taken": ["data:  a\n\n", [" a"]],
  "several data lines": ["data: a\ndata: b\n\n", ["a\nb"]],
  "comments, ids, names and retry": [": ping\n\nevent: x\nid: 1\nretry: 5\ndata: a\n\n", ["a"]],
  "a field that only begins like data": ["database: x\ndata: a\n\n", ["a"]],
  "an empty event": ["data\n\ndata:\n\ndata: a\n\n", ["a"]],
  "U+2028, U+0085 and other characters inside a line": ["data: é\u2028😀\u0085\n\n", ["é\u2028😀\u0085"]],
  "an end without an empty line": ["data: a\n\ndata: [DONE]", ["a", "[DONE]"]],
  "a byte order mark before the first line": ["\uFEFFdata: a\n\ndata: b\n\n", ["a", "b"]],
  "a byte order mark and nothing else": ["\uFEFF", []],
  "U+FEFF where it is no byte order mark": ["data: \uFEFFa\n\n\uFEFFdata: b\n\n", ["\uFEFFa"]],
  "an end before three bytes have come": ["da", []],
  "blank lines before and between": ["\n\n\ndata: a\n\n\n\ndata: b\n\n", ["a", "b"]],
};

const NDJSON: Record<string, [string, string[]]> = {
  "lines with LF": ['{"a":1}\n{"b":2}\n', ['{"a":1}', '{"b":2}']],
  "lines with CRLF": ['{"a":1}\r\n{"b":2}\r\n', ['{"a":1}', '{"b":2}']],
  "blank lines": ['\n{"a":1}\n\n\n{"b":2}', ['{"a":1}', '{"b":2}']],
  "characters of several bytes": ['{"é":"😀"}\n', ['{"é":"😀"}']],
};

describe.each([
  ["events", SSE],
  ["lines", NDJSON],
] as const)("%s", (kind, cases) => {
  it.each(Object.entries(cases))("%s, at every split", (_, [text, expected]) => {
    const bytes = Buffer.from(text);
    expect(wire.frame(kind, [bytes])).toEqual(expected);
    for (const chunks of splits(bytes)) expect(wire.frame(kind, chunks)).toEqual(expected);
  });

  const event = (payload: string) => Buffer.from(kind === "events" ? `data: ${payload}\n\n` : `${payload}\n`);
  const inPieces = (bytes: Buffer, size: number) =>
    Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) => bytes.subarray(i * size, (i + 1) * size));

  it("takes an event of 1 MiB in small pieces", () => {
    const payload = "x".repeat(1 << 20);
    expect(wire.frame(kind, inPieces(event(payload), 100))).toEqual([payload]);
  });

  it.each([64 << 10, 1 << 30])("gives up at an event of more than 8 MiB, in pieces of %i bytes", (size) => {
    const fits = "x".repeat((8 << 20) - 16);
    const before = event("before");
    expect(wire.frame(kind, inPieces(Buffer.concat([before, event(fits), before]), size))).toEqual([
      "before",
      fits,
      "before",
    ]);
    const over = "x".repeat((8 << 20) + 1);
    expect(wire.frame(kind, inPieces(Buffer.concat([before, event(over), before]), size))).toEqual(["before"]);
  });
});
