import { Prompt } from "../../exchange/prompt";
import { Splices } from "../../exchange/splices";
import { PiiFinder } from "../../match/pii/find";
import { PiiKind, placeholderOf } from "../../match/pii/kind";
import { Constant } from "../../wire/constant";
import { RawPlace } from "../../wire/raw-place";
import { Span, span, start } from "../../wire/span";

const finder = new PiiFinder();
const email = new Constant(placeholderOf(PiiKind.Email));
const phone = new Constant(placeholderOf(PiiKind.Phone));
const card = new Constant(placeholderOf(PiiKind.Card));
const iban = new Constant(placeholderOf(PiiKind.Iban));
const ssn = new Constant(placeholderOf(PiiKind.Ssn));
const ip = new Constant(placeholderOf(PiiKind.Ip));

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
  switch (kind) {
    case PiiKind.Email:
      return email.bytes;
    case PiiKind.Phone:
      return phone.bytes;
    case PiiKind.Card:
      return card.bytes;
    case PiiKind.Iban:
      return iban.bytes;
    case PiiKind.Ssn:
      return ssn.bytes;
    default:
      return ip.bytes;
  }
}
