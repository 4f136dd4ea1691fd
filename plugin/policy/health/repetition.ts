import { end, length, Span, start } from "../../wire/span";

/** A text that ends in so many bytes of the same, again and again, is stuck. */
const LEAST: i32 = 160;
/** Of what is repeated. */
const LONGEST: i32 = 256;
const TIMES: i32 = 4;

/** So many equal lines in a row, of so many bytes at least. */
const LINES: i32 = 5;
const LINE: i32 = 8;

/** Whether the text repeats itself: equal lines in a row, or an end that is the same few words over and over. */
export function isRepetitive(text: Span): bool {
  return endsInLoop(text) || repeatsLines(text);
}

/** Compares the end with what stands one period before it: mostly one byte is enough to tell. */
function endsInLoop(text: Span): bool {
  const size = length(text);
  for (let period = 1; period <= LONGEST; period++) {
    const run = max(LEAST, period * (TIMES - 1));
    if (run + period > size) return false;
    const at = end(text) - run;
    if (load<u8>(at) != load<u8>(at - period)) continue;
    if (memory.compare(at, at - period, run) == 0) return hasLetter(at, period);
  }
  return false;
}

function repeatsLines(text: Span): bool {
  const stop = end(text);
  let before: usize = 0;
  let size = 0;
  let equal = 1;
  for (let at = start(text); at < stop; ) {
    let line = at;
    while (line < stop && load<u8>(line) != 0x0a) line += 1;
    const long = <i32>(line - at);
    if (long >= LINE && long == size && memory.compare(at, before, long) == 0) {
      equal += 1;
      if (equal == LINES && hasLetter(at, long)) return true;
    } else equal = 1;
    before = at;
    size = long;
    at = line + 1;
  }
  return false;
}

/** Rules of a table, dots and zeros may be repeated for good reason. */
function hasLetter(at: usize, size: i32): bool {
  for (let i = 0; i < size; i++) {
    const lower = load<u8>(at + i) | 0x20;
    if (lower >= 0xa0 || (lower >= 0x61 && lower <= 0x7a)) return true;
  }
  return false;
}
