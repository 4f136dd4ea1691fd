/** Code points that UTF-8 writes in two bytes end here. */
const LIMIT = 0x800;

/** For each letter the next of those that differ in case only, round to itself; 0: it has no other. */
const others = new StaticArray<u16>(LIMIT);

/** Latin-1 and Latin Extended-A, without ı, İ, ĸ and ŉ, which have no other case of the same length. */
pairApart(0xc0, 0xd6, 0x20);
pairApart(0xd8, 0xde, 0x20);
pairNext(0x100, 0x12e);
pairNext(0x132, 0x136);
pairNext(0x139, 0x147);
pairNext(0x14a, 0x176);
pair(0x178, 0xff);
pairNext(0x179, 0x17d);
/** Greek, with its accents; the final sigma is a sigma too. */
pair(0x386, 0x3ac);
pairApart(0x388, 0x38a, 0x25);
pair(0x38c, 0x3cc);
pairApart(0x38e, 0x38f, 0x3f);
pairApart(0x391, 0x3a1, 0x20);
pairApart(0x3a3, 0x3ab, 0x20);
others[0x3c3] = 0x3c2;
others[0x3c2] = 0x3a3;
/** Cyrillic of all its languages. */
pairApart(0x400, 0x40f, 0x50);
pairApart(0x410, 0x42f, 0x20);
pairNext(0x460, 0x480);
pairNext(0x48a, 0x4be);
pair(0x4c0, 0x4cf);
pairNext(0x4c1, 0x4cd);
pairNext(0x4d0, 0x52e);
/** Armenian. */
pairApart(0x531, 0x556, 0x30);

/** Small letters stand this far behind the capitals. */
function pairApart(first: i32, last: i32, distance: i32): void {
  for (let capital = first; capital <= last; capital++) pair(capital, capital + distance);
}

/** Each second letter is the small one of that before. */
function pairNext(first: i32, last: i32): void {
  for (let capital = first; capital <= last; capital += 2) pair(capital, capital + 1);
}

function pair(capital: i32, small: i32): void {
  others[capital] = <u16>small;
  others[small] = <u16>capital;
}

/**
 * The next letter that is the same but for its case, of a Latin (U+00C0 to U+017E), Greek, Cyrillic or Armenian
 * letter that has two bytes in UTF-8; the letter itself if it has no other. Unicode's simple case folding
 * (CaseFolding.txt), without the foldings that change the length: ſ, K, ẞ.
 */
export function otherCase(letter: i32): i32 {
  if (letter < 0 || letter >= LIMIT) return letter;
  const other = unchecked(others[letter]);
  return other == 0 ? letter : other;
}
