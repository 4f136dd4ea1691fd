import { ANY_WEIGHT, codePointOf, ESCAPED, isCharacter } from "./regex-weight.ts";

const CHARACTER = String.raw`${ESCAPED}|(?!\[:)[^\\\]]`;

const ITEM = new RegExp(
  String.raw`(?<named>\\[dswDSW])(?!-[^\]])|(?<low>${CHARACTER})(?:-(?!\])(?<high>${CHARACTER}))?`,
  "uy",
);

/** The weight of a class whose opening bracket is at `began`, and where it ends; or why it is refused. */
export function classWeight(
  source: string,
  began: number,
  anyCase: boolean,
): { weight: number; end: number } | { problem: string; at: number } {
  const negated = source[began + 1] === "^";
  const from = began + (negated ? 2 : 1);
  let items = 0;
  let isAscii = true;
  let at = from;
  while (source[at] !== "]") {
    if (at >= source.length) return { problem: "a class without its closing bracket", at: began };
    if (source[at] === "-" && at > from && source[at + 1] !== "]")
      return { problem: "'-' between items: write \\-", at };
    ITEM.lastIndex = at;
    const found = ITEM.exec(source)?.groups;
    if (found === undefined) return { problem: refusal(source, at), at };
    items += 1;
    const { named, low = "", high = low } = found;
    if (named !== undefined) {
      if (/[DSW]/.test(named)) isAscii = false;
    } else {
      const [first, last] = [codePointOf(low), codePointOf(high)];
      if (!isCharacter(first) || !isCharacter(last)) return { problem: "no character has this number", at };
      if (first > last) return { problem: "a range whose end comes before its start", at };
      if (last > 0x7f) isAscii = false;
    }
    at = ITEM.lastIndex;
  }
  if (items === 0) return { problem: "an empty class: a bracket in a class is written \\]", at: began };
  const weight = isAscii
    ? (negated ? ANY_WEIGHT : 1) + (anyCase ? 4 : 0)
    : ANY_WEIGHT + 6 * (items + 1) + (anyCase ? 40 : 0);
  return { weight, end: at + 1 };
}

function refusal(source: string, at: number): string {
  if (source.startsWith("[:", at)) return "POSIX classes are not known here: write ranges, as a-z";
  if (/^\\[dswDSW]/.test(source.slice(at))) return "a class is no end of a range";
  if (/^\\[pP]/.test(source.slice(at))) return "Unicode classes by name are not known here: write ranges";
  return "an unknown escape in a class";
}
