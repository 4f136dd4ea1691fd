import { classWeight } from "./regex-class.ts";
import { ANY_WEIGHT, characterWeight, codePointOf, ESCAPED, isCharacter, repetitionWeight } from "./regex-weight.ts";

/** The limits of the filter, in plugin/match/regex/limits.ts. */
const MAX_BYTES = 1024;
const MAX_WEIGHT = 4096;
const MAX_REPETITIONS = 1000;
const MAX_NESTING = 100;

const FLAGS = "(?:[ims]+|[ims]*-[ims]+)";

const TOKEN = new RegExp(
  [
    String.raw`(?<open>\((?!\?))`,
    String.raw`\(\?(?<scoped>${FLAGS}?):`,
    String.raw`\(\?(?<flags>${FLAGS})\)`,
    String.raw`(?<close>\))`,
    String.raw`(?<or>\|)`,
    String.raw`(?<repetition>(?:[*+?]|\{(?<least>\d+)(?<more>,(?<most>\d*))?\})\??)(?![*+?{])`,
    String.raw`(?<assertion>[\^$]|\\[AzbB])`,
    String.raw`(?<narrow>\\[dsw])`,
    String.raw`(?<wide>\.|\\[DSW])`,
    String.raw`(?<bracket>\[)`,
    String.raw`(?<character>${ESCAPED}|[^\\()[\]{}*+?|])`,
  ].join("|"),
  "uy",
);

/** What stands where no token begins, and why it is refused. */
const REFUSED: readonly (readonly [RegExp, string])[] = [
  [/\(\?[=!]/y, "look-ahead cannot be matched in linear time"],
  [/\(\?<[=!]/y, "look-behind cannot be matched in linear time"],
  [/\(\?P?</y, "a group needs no name: write ( )"],
  [/\(\?/y, "unknown flags: i, m and s are known"],
  [/(?:[*+?]|\{[\d,]+\})\+/y, "a possessive repetition cannot be matched in linear time"],
  [/(?:[*+?]|\{[\d,]+\})\??[*+?{]/y, "a repetition of a repetition: write (?:…) around the inner one"],
  [/\{/y, "expected {n}, {n,} or {n,m} behind what is repeated; a brace itself is written \\{"],
  [/\\[1-9k]/y, "a backreference cannot be matched in linear time"],
  [/\\[pP]/y, "Unicode classes by name are not known here: write ranges, as [\\x{400}-\\x{4FF}]"],
  [/\\[xu]/y, "expected \\x41, \\x{263A} or \\u263A"],
  [/\\/y, "an unknown escape"],
  [/[\]}]/y, "a bracket without its other: write a backslash before it"],
];

/** A group under way, or the whole pattern. */
interface Group {
  weight: number;
  /** Of what a repetition would repeat; undefined if there is nothing. */
  last: number | undefined;
  /** Nothing stands in its last alternative so far. */
  isEmpty: boolean;
  anyCase: boolean;
}

/**
 * Why the filter would refuse a regular expression (RE2's syntax, less what docs/patterns.md
 * leaves out), with the place; undefined if it takes it. `anyCase`: as if it began with `(?i)`.
 */
export function regexProblem(source: string, anyCase = false): string | undefined {
  if (Buffer.byteLength(source) > MAX_BYTES) return `is longer than ${MAX_BYTES} bytes`;
  if (/\p{Surrogate}/u.test(source)) return "is not Unicode: half of a character";
  const groups: Group[] = [];
  let group: Group = { weight: 0, last: undefined, isEmpty: true, anyCase };
  let at = 0;
  const problem = (reason: string, place = at) => `at ${near(source, place)}: ${reason}`;
  const add = (weight: number, last?: number) => {
    group.weight += weight;
    group.last = last;
    group.isEmpty = false;
  };
  while (at < source.length) {
    TOKEN.lastIndex = at;
    const found = TOKEN.exec(source);
    if (found === null) return problem(refusal(source, at));
    const token = found.groups ?? {};
    let end = TOKEN.lastIndex;
    if (token.open !== undefined || token.scoped !== undefined) {
      if (groups.length === MAX_NESTING) return problem(`more than ${MAX_NESTING} groups within each other`);
      groups.push(group);
      const inner = withFlags(group.anyCase, token.scoped ?? "");
      group = { weight: 0, last: undefined, isEmpty: true, anyCase: inner };
    } else if (token.flags !== undefined) {
      group.anyCase = withFlags(group.anyCase, token.flags);
      group.last = undefined;
    } else if (token.close !== undefined) {
      const outer = groups.pop();
      if (outer === undefined) return problem("a closing parenthesis too many");
      const weight = weightOf(group);
      group = outer;
      add(weight, weight);
    } else if (token.or !== undefined) {
      group.weight = weightOf(group) + 1;
      group.last = undefined;
      group.isEmpty = true;
    } else if (token.repetition !== undefined) {
      if (group.last === undefined) return problem("there is nothing to repeat");
      const [least, most] = bounds(token);
      if (Math.max(least, most) > MAX_REPETITIONS) return problem(`more than ${MAX_REPETITIONS} repetitions`);
      if (token.most && most < least) return problem("the second number is less than the first");
      const weight = repetitionWeight(group.last, least, most);
      if (weight > MAX_WEIGHT) return problem("its repetitions make too many states: repeat less often");
      add(weight - group.last);
    } else if (token.bracket !== undefined) {
      const read = classWeight(source, at, group.anyCase);
      if ("problem" in read) return problem(read.problem, read.at);
      add(read.weight, read.weight);
      end = read.end;
    } else {
      if (token.character !== undefined && !isCharacter(codePointOf(token.character))) {
        return problem("no character has this number");
      }
      const weight = atomWeight(token, group.anyCase);
      add(weight, token.assertion === undefined ? weight : undefined);
    }
    at = end;
  }
  if (groups.length > 0) return problem("a group without its closing parenthesis");
  if (weightOf(group) > MAX_WEIGHT) return "makes too many states: repeat less often, or write fewer classes";
  return undefined;
}

function refusal(source: string, at: number): string {
  for (const [pattern, reason] of REFUSED) {
    pattern.lastIndex = at;
    if (pattern.test(source)) return reason;
  }
  return "is no regular expression";
}

function withFlags(anyCase: boolean, flags: string): boolean {
  const [on = "", off = ""] = flags.split("-");
  return (anyCase || on.includes("i")) && !off.includes("i");
}

/** An empty alternative weighs 1. */
function weightOf({ weight, isEmpty }: Group): number {
  return isEmpty ? weight + 1 : weight;
}

/** The second is 0 where there is none. */
function bounds({ repetition = "", least, more, most }: Record<string, string | undefined>): [number, number] {
  if (least !== undefined) return [Number(least), more === undefined ? Number(least) : Number(most)];
  return [repetition.startsWith("+") ? 1 : 0, repetition.startsWith("?") ? 1 : 0];
}

function atomWeight(token: Record<string, string | undefined>, anyCase: boolean): number {
  if (token.wide !== undefined) return ANY_WEIGHT;
  return token.character === undefined ? 1 : characterWeight(codePointOf(token.character), anyCase);
}

function near(source: string, at: number): string {
  const rest = [...source.slice(at)];
  return rest.length === 0 ? "its end" : `character ${at} ('${rest.slice(0, 12).join("")}')`;
}
