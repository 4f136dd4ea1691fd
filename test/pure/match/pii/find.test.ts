import { beforeAll, describe, expect, it } from "vitest";
import { Random } from "../../../fuzz/random.ts";
import { type Finding, KINDS, type Kind, Pii } from "./pii.ts";

let pii: Pii;
beforeAll(async () => {
  pii = await Pii.load();
});

const EXAMPLES: Record<(typeof KINDS)[number], string> = {
  email: "bob@example.com",
  phone: "+49 30 1234567",
  card: "4111 1111 1111 1111",
  iban: "DE89 3704 0044 0532 0130 00",
  ssn: "536-22-1234",
  ip: "203.0.113.7",
};

/** Lines of what else people and machines write. */
const HARMLESS = [
  "It is 12:30:45 on 2026-11-21, and 2026-11-21T12:30:45.123456+01:00 in the log.",
  "Upgrade from v1.2.3.4 to 1.2.3.4.5, or to 2.0.0-rc.1.",
  "id 550e8400-e29b-41d4-a716-446655440000, trace 4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
  "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
  "commit 4b825dc642cb6eb9a060e54bf8d69288fbee4904",
  "ISBN 978-3-16-148410-0, ISSN 2049-3630, doi:10.1000/182",
  "It costs $1,234,567.89, or 1.234.567,89 EUR, or 100 000 000 yen.",
  "Order 20261121-000123, invoice INV-2026-11-0042, ticket OPS-12345, RFC 9110",
  "MAC 00:1a:2b:3c:4d:5e and 00-1A-2B-3C-4D-5E and 001a.2b3c.4d5e",
  "std::vector<std::string> v; auto x = Foo::bar(); a[1::2] = b[::-1];",
  "@app.route('/users/<id>')\n@Override\n@media (max-width: 600px)",
  "range 100-200-3000, pages 12-15, lines 100-200, 5-4-3-2-1",
  "at 52.520008, 13.404954 or 40.7128-74.0060 or +48.85837",
  "SGVsbG8sIHdvcmxkISBUaGlzIGlzIGJhc2U2NC4xMjM0NTY3ODkwMTIzNDU2Nzg5MA==",
  "const COUNT = 4155552671; let x = 0x4111111111111111; 1e100; 3.141592653589793",
  "1732187103 1732187103123 1732187103123456 1732187103123456789",
  "4111111111111112 5555555555554445 1234567812345678 0000000000000000",
  "user@localhost:~/src$ scp a.txt user@host.example.com:/tmp && git clone git@github.com:a/b.git",
  "https://user:secret@db.example.com:5432/app?sslmode=require",
  "icon@2x.png lodash@4.17.21 react@18.2.0 @types/node@20",
  "http://localhost:8080 http://127.0.0.1:8080/ http://[::1]:9901/ 0.0.0.0",
  "| 12 | 345 | 678 | 9012 |\n| 350 | 420 | 5000 | 610 |",
  "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25",
  '[1.0, 2.5, 3.75, 100.125, 2000.0625] {"a":1,"b":[2,3,4]}',
  "10.0.19045.3693 (Windows), 120.0.6099.109 (Chrome), 17.1.2 (iOS)",
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/120.0.0.0 Safari/537.36",
  "@@ -120,7 +120,9 @@ function x()\n+1\n-2\n+20 30",
  "ratio 16:9, score 3:2, 1:1000000, John 3:16, 10:20:30:40",
  "00 01 02 03 04 05 06 07 08 09 0a 0b 0c 0d 0e 0f\n0000010 4d5a 9000 0300 0000",
  "Size 1024x768, 1920×1080, 4K, 60fps, 5G, Wi-Fi 802.11ax, IEEE 754-2008",
  "CAS 7732-18-5, EAN 4006381333931, VIN WVWZZZ1JZXW000001, ICAO 24-bit 4B1805",
  "§ 1.2.3.4 and section 4.3.2.1 and build 10.2.0.1",
];

describe("the finder of personal data", () => {
  it("knows the kinds by their names", () => {
    expect([...KINDS, "public_email"].map((name) => pii.kindNumber(name))).toEqual([1, 2, 4, 8, 16, 32, 64]);
    expect(["", "Email", "emails", "name"].map((name) => pii.kindNumber(name))).toEqual([0, 0, 0, 0]);
  });

  it("finds every kind in one text, in order", () => {
    const text = Object.values(EXAMPLES).join(" | ");
    expect(pii.find(text).map(({ kind, text }) => [kind, text])).toEqual(Object.entries(EXAMPLES));
  });

  it.each(KINDS)("finds nothing but %s if it is asked for nothing else", (kind) => {
    const text = Object.values(EXAMPLES).join("; ");
    expect(pii.find(text, [kind]).map((finding) => finding.text)).toEqual([EXAMPLES[kind]]);
    expect(pii.find(text, [])).toEqual([]);
  });

  it.each(KINDS)("finds %s at the beginning, at the end, and at every distance from 16 bytes", (kind) => {
    const example = EXAMPLES[kind];
    for (let before = 0; before < 40; before++) {
      for (const behind of ["", " ", ".", " and more than sixteen bytes of text"]) {
        const offset = before;
        const text = " ".repeat(before) + example + behind;
        expect(pii.find(text)).toEqual([{ kind, offset, text: example }]);
      }
    }
  });

  it.each(KINDS)("takes no byte behind the end of the text for a part of %s", (kind) => {
    const example = EXAMPLES[kind];
    for (const behind of [0x30, 0x61, 0x3a, 0x2e, 0x40, 0x20, 0xc3]) {
      expect(pii.find(example, KINDS, behind)).toEqual([{ kind, offset: 0, text: example }]);
      for (let size = 0; size < example.length; size++) {
        const cut = pii.find(example.slice(0, size), KINDS, behind);
        expect(cut).toEqual(pii.find(example.slice(0, size), KINDS, 0x00));
      }
    }
  });

  it.each(HARMLESS)("finds nothing in: %s", (text) => {
    expect(pii.find(text)).toEqual([]);
  });

  it.each<[string, [Kind, string][]]>([
    ["415-555-2671@example.com", [["email", "415-555-2671@example.com"]]],
    ["4111111111111111@example.com", [["email", "4111111111111111@example.com"]]],
    ["+4915112345678@s.whatsapp.net", [["email", "4915112345678@s.whatsapp.net"]]],
    ["bob@203.0.113.7", [["ip", "203.0.113.7"]]],
    ["bob@example.com:4111111111111111", [["email", "bob@example.com"], ["card", "4111111111111111"]]], // biome-ignore format: one row
    ["Phone: 536-22-1234", [["ssn", "536-22-1234"]]],
    ["Tel. DE89370400440532013000", [["iban", "DE89370400440532013000"]]],
    ["::ffff:203.0.113.7", [["ip", "::ffff:203.0.113.7"]]],
    ["+1 415 555 2671 4111 1111 1111 1111", [["phone", "+1 415 555 2671"], ["card", "4111 1111 1111 1111"]]], // biome-ignore format: one row
    ["536-22-1234 4111111111111111", [["ssn", "536-22-1234"], ["card", "4111111111111111"]]], // biome-ignore format: one row
  ])("chooses between kinds in %s", (text, expected) => {
    expect(pii.find(text).map(({ kind, text }) => [kind, text])).toEqual(expected);
  });

  it("puts a placeholder in the place of each finding", () => {
    const text = Object.entries(EXAMPLES).map(([kind, example]) => `${kind}: ${example};`);
    expect(pii.redact(text.join(" "))).toBe(
      "email: [EMAIL]; phone: [PHONE]; card: [CARD]; iban: [IBAN]; ssn: [SSN]; ip: [IP];",
    );
    expect(pii.redact("bob@example.com")).toBe("[EMAIL]");
    expect(pii.redact("nothing")).toBe("nothing");
    expect(pii.redact("")).toBe("");
  });

  it("finds nothing in a text that is redacted", () => {
    const redacted = pii.redact(Object.values(EXAMPLES).join(" and "));
    expect(pii.find(redacted)).toEqual([]);
  });
});

describe("hard input", () => {
  const PIECES = [
    ...Object.values(EXAMPLES),
    "@",
    ":",
    "::",
    "+",
    "(",
    ")",
    "-",
    ".",
    "/",
    " ",
    "\n",
    "0",
    "1",
    "41",
    "555",
    "2001",
    "DE89",
    "tel ",
    "SSN ",
    "a",
    "xn--",
    "\u00a0",
    "é",
    "电话",
    "𝟜",
    "http://",
  ];

  /** In order, without overlaps, inside of the text, never empty. */
  function isSound(findings: Finding[], size: number): boolean {
    let floor = 0;
    return findings.every(({ offset, text }) => {
      const isBehind = offset >= floor;
      floor = offset + Buffer.byteLength(text);
      return isBehind && text !== "" && floor <= size;
    });
  }

  it("in pieces put together at random does no harm", () => {
    const random = new Random(5);
    for (let round = 0; round < 20_000; round++) {
      const text = Array.from({ length: random.below(12) }, () => random.pick(PIECES)).join("");
      expect(isSound(pii.find(text), Buffer.byteLength(text)), text).toBe(true);
    }
  });

  it("of random bytes does no harm", () => {
    const random = new Random(6);
    for (let round = 0; round < 20_000; round++) {
      const bytes = Uint8Array.from({ length: random.below(80) }, () =>
        random.chance(0.5) ? 0x28 + random.below(0x60) : random.below(256),
      );
      const findings = pii.find(bytes, KINDS, random.below(256));
      // What is no UTF-8 grows when it is decoded, so only offsets are held to the size.
      expect(findings.every(({ offset }) => offset < bytes.length)).toBe(true);
    }
  });

  it.each([
    "1",
    "1 ",
    "1-",
    "1.",
    "1:",
    "a@",
    "a@a.",
    "@",
    "+1",
    "(1)",
    "41 ",
    "DE89",
    "0 ",
    "tel 0",
    "::",
    "ffff:",
    "a.",
  ])("of %j over and over does not hide what stands behind it", (piece) => {
    const long = `${piece.repeat(200_000 / piece.length)}; bob@example.com`;
    expect(pii.find(long).at(-1)?.text).toBe("bob@example.com");
  });
});
