import { Script } from "./script-name";

const MAX_RANGES = 192;

/** First and last code point of each range, in ascending order, and its script. */
const firsts = new StaticArray<i32>(MAX_RANGES);
const lasts = new StaticArray<i32>(MAX_RANGES);
const scripts = new StaticArray<Script>(MAX_RANGES);
let count = 0;

/**
 * The letters beyond ASCII of these scripts, with the marks and digits that stand between: Scripts.txt and
 * UnicodeData.txt of Unicode 17, https://www.unicode.org/Public/17.0.0/ucd/
 */
letters(
  Script.Latin,
  "aa ba c0-d6 d8-f6 f8-2b8 2e0-2e4 1d00-1d25 1d2c-1d5c 1d62-1d65 1d6b-1d77 1d79-1dbe 1e00-1eff 2071 207f " +
    "2090-209c 212a-212b 2132 214e 2183-2184 2c60-2c7f a722-a787 a78b-a7ff ab30-ab5a ab5c-ab64 ab66-ab69 " +
    "fb00-fb06 ff21-ff3a ff41-ff5a 10780-107ba 1df00-1df2a",
);
letters(Script.Cyrillic, "400-481 48a-52f 1c80-1c8a 1d2b 1d78 a640-a66e a67f-a69d 1e030-1e06d");
letters(
  Script.Greek,
  "370-373 376-37d 37f 386 388-3e1 3f0-3f5 3f7-3ff 1d26-1d2a 1d5d-1d61 1d66-1d6a 1dbf 1f00-1fbc 1fbe " +
    "1fc2-1fcc 1fd0-1fdb 1fe0-1fec 1ff2-1ffc 2126 ab65",
);
letters(Script.Han, "3005 303b 3400-4dbf 4e00-9fff f900-fad9 16fe3 16ff2-16ff3 20000-2ee5d 2f800-2fa1d 30000-33479");
letters(Script.Hiragana, "3041-3096 309d-309f 1b001-1b11f 1b132-1b152");
letters(Script.Katakana, "30a1-30fa 30fd-30ff 31f0-31ff ff66-ff6f ff71-ff9d 1aff0-1b000 1b120-1b122 1b155-1b167");
letters(Script.Hangul, "1100-11ff 3131-318e a960-a97c ac00-d7fb ffa0-ffdc");
letters(
  Script.Arabic,
  "620-63f 641-64a 66e-66f 671-6d3 6d5 6e5-6e6 6ee-6fc 6ff 750-77f 870-887 889-88f 8a0-8c9 fb50-fbb1 " +
    "fbd3-fd3d fd50-fd8f fd92-fdc7 fdf0-fdfb fe70-fefc 10ec2-10ec7 1ee00-1eebb",
);
letters(Script.Hebrew, "5d0-5f2 fb1d-fb28 fb2a-fb4f");
letters(Script.Devanagari, "904-950 958-961 971-97f a8f2-a8f7 a8fb a8fd-a8fe");
letters(Script.Thai, "e01-e33 e40-e46");
letters(Script.Georgian, "10a0-10fa 10fc-10ff 1c90-1cbf 2d00-2d2d");
letters(Script.Armenian, "531-559 560-588 fb13-fb17");
letters(Script.Bengali, "980-9f1 9fc");
letters(Script.Tamil, "b83-bd0");
letters(Script.Telugu, "c05-c61");
letters(Script.Kannada, "c80 c85-cf2");
letters(Script.Malayalam, "d04-d4e d54-d61 d7a-d7f");
letters(Script.Gujarati, "a85-ae1 af9");
letters(Script.Gurmukhi, "a05-a74");
letters(Script.Sinhala, "d85-dc6");
letters(Script.Khmer, "1780-17b3 17d7 17dc");
letters(Script.Lao, "e81-edf");
letters(Script.Myanmar, "1000-103f 1050-108e a9e0-a9fe aa60-aa76 aa7a-aa7f");
letters(Script.Ethiopic, "1200-135a 1380-138f 2d80-2dde ab01-ab2e 1e7e0-1e7fe");
letters(Script.Tibetan, "f00 f40-f6c f88-f8c");
letters(Script.Mongolian, "1820-18aa");

/** `ranges`: code points and ranges of them in hexadecimal. */
function letters(script: Script, ranges: string): void {
  const list = ranges.split(" ");
  for (let i = 0; i < list.length; i++) {
    const ends = list[i].split("-");
    const first = <i32>parseInt(ends[0], 16);
    insert(first, ends.length > 1 ? <i32>parseInt(ends[1], 16) : first, script);
  }
}

function insert(first: i32, last: i32, script: Script): void {
  let place = count;
  for (; place > 0 && firsts[place - 1] > first; place--) {
    firsts[place] = firsts[place - 1];
    lasts[place] = lasts[place - 1];
    scripts[place] = scripts[place - 1];
  }
  firsts[place] = first;
  lasts[place] = last;
  scripts[place] = script;
  count += 1;
}

/** The number of the range that the code point is in; -1: none. */
export function rangeOf(letter: i32): i32 {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (unchecked(firsts[middle]) <= letter) low = middle + 1;
    else high = middle;
  }
  return low > 0 && letter <= unchecked(lasts[low - 1]) ? low - 1 : -1;
}

export function firstOf(range: i32): i32 {
  return unchecked(firsts[range]);
}

export function lastOf(range: i32): i32 {
  return unchecked(lasts[range]);
}

export function scriptOf(range: i32): Script {
  return unchecked(scripts[range]);
}
