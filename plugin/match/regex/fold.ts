import { CodePoints } from "./code-points";

/**
 * Simple case folding (Unicode's CaseFolding.txt, status C and S) of ASCII, Latin-1, Latin Extended-A,
 * Greek and Cyrillic, with the letters elsewhere that fold to one of theirs (the Kelvin sign to k).
 */

/** First, last, distance: each letter of the range and the one so far behind it are the same. */
const SHIFTED: StaticArray<u32> = [
  0x41, 0x5a, 32, 0xc0, 0xd6, 32, 0xd8, 0xde, 32, 0xff, 0xff, 121, 0x37b, 0x37d, 130, 0x37f, 0x37f, 116, 0x386, 0x386,
  38, 0x388, 0x38a, 37, 0x38c, 0x38c, 64, 0x38e, 0x38f, 63, 0x391, 0x3a1, 32, 0x3a3, 0x3ab, 32, 0x3cf, 0x3cf, 8, 0x3f2,
  0x3f2, 7, 0x400, 0x40f, 80, 0x410, 0x42f, 32, 0x4c0, 0x4c0, 15,
];

/** First, last: capital and small letter alternate. */
const ALTERNATING: StaticArray<u32> = [
  0x100, 0x12f, 0x132, 0x137, 0x139, 0x148, 0x14a, 0x177, 0x179, 0x17e, 0x370, 0x373, 0x376, 0x377, 0x3d8, 0x3ef, 0x3f7,
  0x3f8, 0x3fa, 0x3fb, 0x460, 0x481, 0x48a, 0x4bf, 0x4c1, 0x4ce, 0x4d0, 0x52f,
];

const KELVIN_SIGN: u32 = 0x212a;
const LONG_S: u32 = 0x17f;

/** A letter, and another form of it. */
const FORMS: StaticArray<u32> = [
  0x6b,
  KELVIN_SIGN,
  0x73,
  LONG_S,
  0xb5,
  0x3bc,
  0xe5,
  0x212b,
  0xdf,
  0x1e9e,
  0x3b9,
  0x345,
  0x3b9,
  0x1fbe,
  0x390,
  0x1fd3,
  0x3b2,
  0x3d0,
  0x3b5,
  0x3f5,
  0x3b8,
  0x3d1,
  0x3b8,
  0x3f4,
  0x3ba,
  0x3f0,
  0x3c0,
  0x3d6,
  0x3c1,
  0x3f1,
  0x3c3,
  0x3c2,
  0x3c6,
  0x3d5,
  0x3c9,
  0x2126,
  0x3b0,
  0x1fe3,
  0x432,
  0x1c80,
  0x434,
  0x1c81,
  0x43e,
  0x1c82,
  0x441,
  0x1c83,
  0x442,
  0x1c84,
  0x442,
  0x1c85,
  0x44a,
  0x1c86,
  0x463,
  0x1c87,
];

/** Adds, once, the other case of each code point in the set. */
function foldRanges(set: CodePoints): void {
  const count = set.ranges.length;
  for (let i = 0; i < count; i += 2) {
    const low = set.ranges[i];
    const high = set.ranges[i + 1];
    for (let at = 0; at < SHIFTED.length; at += 3) {
      const distance = SHIFTED[at + 2];
      addOverlap(set, low, high, SHIFTED[at], SHIFTED[at + 1], distance);
      addOverlap(set, low, high, SHIFTED[at] + distance, SHIFTED[at + 1] + distance, 0 - distance);
    }
    for (let at = 0; at < ALTERNATING.length; at += 2) {
      const first = ALTERNATING[at];
      const from = max(low, first);
      const to = min(high, ALTERNATING[at + 1]);
      // Whole pairs: from the capital before to the small letter after.
      if (from <= to) set.add(from - ((from - first) & 1), to + (((to - first) & 1) ^ 1));
    }
    for (let at = 0; at < FORMS.length; at += 2) {
      if (low <= FORMS[at] && FORMS[at] <= high) set.add(FORMS[at + 1], FORMS[at + 1]);
      if (low <= FORMS[at + 1] && FORMS[at + 1] <= high) set.add(FORMS[at], FORMS[at]);
    }
  }
}

/** What of `low` to `high` lies between `first` and `last`, moved by `distance` (modulo 2³²). */
function addOverlap(set: CodePoints, low: u32, high: u32, first: u32, last: u32, distance: u32): void {
  const from = max(low, first);
  const to = min(high, last);
  if (from <= to) set.add(from + distance, to + distance);
}

/** Adds the other cases of what is in the set; more than once for letters of more than two forms. */
export function fold(set: CodePoints): void {
  let before: u32 = 0;
  set.normalise();
  for (let size = set.size; size != before; size = set.size) {
    before = size;
    foldRanges(set);
    set.normalise();
  }
}

/** Whether the character is one of ASCII and no letter. */
export function isCaseless(codePoint: u32): bool {
  const letter = codePoint | 0x20;
  return codePoint < 0x80 && (letter < 0x61 || letter > 0x7a);
}

/** Makes the empty set hold a character's cases; most are letters of ASCII, for which it is quick. */
export function addCases(set: CodePoints, codePoint: u32): void {
  if (codePoint >= 0x80 || isCaseless(codePoint)) {
    set.add(codePoint, codePoint);
    fold(set);
    return;
  }
  const small = codePoint | 0x20;
  set.add(small & ~0x20, small & ~0x20);
  set.add(small, small);
  if (small == 0x6b) set.add(KELVIN_SIGN, KELVIN_SIGN);
  if (small == 0x73) set.add(LONG_S, LONG_S);
}
