import { Prompt } from "../../exchange/prompt";
import { Scripts } from "../../match/script";
import { Script } from "../../match/script-name";
import { Tape } from "../../wire/json-tape";
import { length, Span, start } from "../../wire/span";
import { Flaw } from "./flaw";
import { REFUSING_WORDS } from "./refusing-words";
import { isRepetitive } from "./repetition";

/** Fewer letters than these are of no writing system: a name, a sign. */
const LETTERS: i32 = 32;

const tape = new Tape();
const scripts = new Scripts();

/**
 * What is wrong with an answer's text, as bits by `Flaw`. `text`: UTF-8; `isPart`: it goes on; `wantsJson`: the caller
 * asked for nothing else.
 */
export function flawsOfText(text: Span, isPart: bool, wantsJson: bool): i32 {
  let flaws = 0;
  if (isRepetitive(text)) flaws |= 1 << Flaw.Repeats;
  if (wantsJson && !isPart && !tape.scan(text)) flaws |= 1 << Flaw.NotJson;
  if (isRefusing(text)) flaws |= 1 << Flaw.RefusingWords;
  return flaws;
}

/** Whether it begins as refusals begin. */
function isRefusing(text: Span): bool {
  for (let i = 0; i < REFUSING_WORDS.length; i++) if (begins(text, REFUSING_WORDS[i])) return true;
  return false;
}

/** In any case, with a typographic apostrophe (U+2019) as well. */
function begins(text: Span, words: string): bool {
  let at = start(text);
  const stop = at + length(text);
  for (let i = 0; i < words.length; i++) {
    if (at >= stop) return false;
    const wanted = <u8>words.charCodeAt(i);
    if (wanted == 0x27 && at + 3 <= stop && (load<u32>(at) & 0xffffff) == 0x9980e2) {
      at += 3;
      continue;
    }
    const byte = load<u8>(at);
    const lower: u8 = byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte;
    if (lower != wanted) return false;
    at += 1;
  }
  return true;
}

/** Whether most of the text is in a writing system of which the whole prompt has no letter. */
export function isOfOtherScript(text: Span, prompt: Prompt): bool {
  scripts.clear();
  scripts.add(text);
  const script = scripts.dominant();
  if (script == Script.None || scripts.of(script) < LETTERS) return false;
  scripts.clear();
  for (let i = 0; i < prompt.count; i++) scripts.add(prompt.text(i));
  if (scripts.dominant() == Script.None || scripts.of(scripts.dominant()) < LETTERS) return false;
  if (!isEastAsian(script)) return scripts.of(script) == 0;
  // Japanese is written in three of them.
  return scripts.of(Script.Han) + scripts.of(Script.Hiragana) + scripts.of(Script.Katakana) == 0;
}

function isEastAsian(script: Script): bool {
  return script == Script.Han || script == Script.Hiragana || script == Script.Katakana;
}
