import { is, Span } from "../wire/span";

/** Writing systems, by Unicode's names for them (Scripts.txt). */
export enum Script {
  None,
  Latin,
  Cyrillic,
  Greek,
  Han,
  Hiragana,
  Katakana,
  Hangul,
  Arabic,
  Hebrew,
  Devanagari,
  Thai,
  Georgian,
  Armenian,
  Bengali,
  Tamil,
  Telugu,
  Kannada,
  Malayalam,
  Gujarati,
  Gurmukhi,
  Sinhala,
  Khmer,
  Lao,
  Myanmar,
  Ethiopic,
  Tibetan,
  Mongolian,
}

/** In lower case, in the order of the enum. */
const NAMES: string[] = [
  "",
  "latin",
  "cyrillic",
  "greek",
  "han",
  "hiragana",
  "katakana",
  "hangul",
  "arabic",
  "hebrew",
  "devanagari",
  "thai",
  "georgian",
  "armenian",
  "bengali",
  "tamil",
  "telugu",
  "kannada",
  "malayalam",
  "gujarati",
  "gurmukhi",
  "sinhala",
  "khmer",
  "lao",
  "myanmar",
  "ethiopic",
  "tibetan",
  "mongolian",
];

/** How many there are, with `None`. */
export const SCRIPTS: i32 = NAMES.length;

/** By its name in the policy; `None` if there is no such script. */
export function scriptNamed(name: Span): Script {
  for (let script = 1; script < SCRIPTS; script++) {
    if (is(name, NAMES[script])) return script;
  }
  return Script.None;
}
