import { beginning } from "../wire/beginning";
import { byteOrderMark } from "../wire/byte-order-mark";
import { Output } from "../wire/output";
import { end, isInAnyCase, length, Span, same, span, start, startsWith, text } from "../wire/span";
import { isUtf8 } from "../wire/utf8";

/** Of a page so much is looked at, and so much told, in bytes. */
const MOST_READ: usize = 64 * 1024;
const MOST_TOLD: i32 = 300;

/** What stands in them is no text: how each begins and ends. */
const OPENINGS: Array<string> = ["<script", "<style", "<template", "<svg"];
const CLOSINGS: Array<string> = ["</script", "</style", "</template", "</svg"];

/** Those that stand in every other sentence. `&lt;` stays as it is: what is told holds no markup. */
const REFERENCES: Array<string> = ["&amp;", "&quot;", "&#39;", "&#x27;", "&apos;", "&nbsp;"];
const CHARACTERS: Array<string> = ["&", '"', "'", "'", "'", " "];

const words = new Output();

/** What a reader sees of an HTML or XML page: its title, then the beginning of its text. Empty: nothing, or no UTF-8. */
export function pageWords(page: Span): string {
  const stop = start(page) + min(<usize>length(page), MOST_READ);
  let at = start(page) + byteOrderMark(page);
  let titleEnd = 0;
  let apart = false;
  words.clear();
  while (at < stop && words.size <= 2 * MOST_TOLD) {
    const byte = load<u8>(at);
    if (byte == 0x3c) {
      const tag = span(at, <i32>(stop - at));
      if (titleEnd == 0 && isTag(tag, "</title")) titleEnd = words.size;
      at = behindMarkup(tag);
      apart = true;
      continue;
    }
    if (byte <= 0x20 || byte == 0x7f) {
      apart = true;
      at += 1;
      continue;
    }
    if (apart && words.size > 0) words.byte(0x20);
    apart = false;
    at = tell(at, stop);
  }
  return shown(titleEnd);
}

/** A title that the text begins with is told once. */
function shown(titleEnd: i32): string {
  const all = words.bytes;
  const title = span(start(all), titleEnd);
  const rest = span(start(all) + titleEnd, length(all) - titleEnd);
  const begin = start(rest) + (length(rest) > 0 ? 1 : 0);
  const body = span(begin, <i32>(end(rest) - begin));
  const isTwice = titleEnd > 0 && length(body) >= titleEnd && same(span(begin, titleEnd), title);
  const told = beginning(isTwice ? body : all, MOST_TOLD);
  if (!isUtf8(told)) return "";
  if (isTwice || titleEnd == 0 || titleEnd >= length(told)) return text(told);
  return text(title) + ":" + text(span(start(told) + titleEnd, length(told) - titleEnd));
}

/** Tells what begins at `at`, which is no markup, and says where it ends. */
function tell(at: usize, stop: usize): usize {
  if (load<u8>(at) == 0x26) {
    const here = span(at, <i32>(stop - at));
    for (let i = 0; i < REFERENCES.length; i++) {
      if (!startsWith(here, REFERENCES[i])) continue;
      words.ascii(CHARACTERS[i]);
      return at + REFERENCES[i].length;
    }
  }
  words.byte(load<u8>(at));
  return at + 1;
}

/** `here` begins with `<`: where the tag, the comment, or all of a hidden element ends. A `<` before no name is none of them. */
function behindMarkup(here: Span): usize {
  if (startsWith(here, "<!--")) return behind(here, "-->");
  if (!beginsTag(here)) return start(here) + 1;
  for (let i = 0; i < OPENINGS.length; i++) {
    if (!isTag(here, OPENINGS[i])) continue;
    const closing = behind(here, CLOSINGS[i]);
    return behindTag(span(closing, <i32>(end(here) - closing)));
  }
  return behindTag(here);
}

/** A letter, `/`, `!` or `?` follows the `<`. */
function beginsTag(here: Span): bool {
  if (length(here) < 2) return false;
  const next = load<u8>(start(here) + 1);
  const letter = next | 0x20;
  return (letter >= 0x61 && letter <= 0x7a) || next == 0x2f || next == 0x21 || next == 0x3f;
}

/** Whether it begins with that tag, and not with one whose name only begins so. `opening`: in lower case. */
function isTag(here: Span, opening: string): bool {
  if (length(here) <= opening.length) return false;
  const next = load<u8>(start(here) + opening.length);
  return isInAnyCase(span(start(here), opening.length), opening) && (next <= 0x20 || next == 0x2f || next == 0x3e);
}

/** Behind the next `>` that stands in no quotes; the end of all: there is none. */
function behindTag(here: Span): usize {
  let quote: u8 = 0;
  for (let at = start(here); at < end(here); at++) {
    const byte = load<u8>(at);
    if (quote != 0) {
      if (byte == quote) quote = 0;
    } else if (byte == 0x22 || byte == 0x27) quote = byte;
    else if (byte == 0x3e) return at + 1;
  }
  return end(here);
}

/** Behind the next such text, in any case; the end of all: there is none. */
function behind(here: Span, what: string): usize {
  for (let at = start(here); at + what.length <= end(here); at++) {
    if (isInAnyCase(span(at, what.length), what)) return at + what.length;
  }
  return end(here);
}
