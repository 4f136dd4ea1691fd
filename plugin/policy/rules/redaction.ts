import { Prompt } from "../../exchange/prompt";
import { Splices } from "../../exchange/splices";
import { PiiFinder } from "../../match/pii/find";
import { PII_KINDS, PiiKind } from "../../match/pii/kind";
import { Constant } from "../../wire/constant";
import { RawPlace } from "../../wire/raw-place";
import { ABSENT, Span, span, start } from "../../wire/span";

const finder = new PiiFinder();
/** As `PII_KINDS`. */
const placeholders = PII_KINDS.map<Constant>((kind) => new Constant(kind.placeholder));

/** Puts a word in place of each finding of those kinds. What it is spelled with, escapes or not, goes with it. */
export function redact(prompt: Prompt, kinds: i32, into: Splices): void {
  finder.kinds = kinds;
  for (let i = 0; i < prompt.count; i++) {
    const text = prompt.text(i);
    const raw = prompt.raw(i);
    const place = new RawPlace(raw);
    finder.begin(text);
    while (finder.next()) {
      const offset = finder.at - start(text);
      // In a text without escapes both are the same.
      const from = prompt.isEscaped(i) ? place.of(offset) : start(raw) + offset;
      const to = prompt.isEscaped(i) ? place.of(offset + finder.size) : from + finder.size;
      into.put(span(from, <i32>(to - from)), placeholder(finder.kind));
    }
  }
}

function placeholder(kind: PiiKind): Span {
  for (let i = 0; i < PII_KINDS.length; i++) if (PII_KINDS[i].kind & kind) return placeholders[i].bytes;
  return ABSENT;
}
