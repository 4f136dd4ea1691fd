import { ABSENT, end, length, Span, start } from "../../wire/span";
import { isDigit, isLetter, isWordByte, opensNumber } from "./border";
import { cardIn } from "./card";
import { DigitGroups } from "./digit-groups";
import { emailAt, isPublic } from "./email";
import { ibanAt } from "./iban";
import { ipv4At } from "./ipv4";
import { ipv6At } from "./ipv6";
import { PiiKind } from "./kind";
import { phoneIn } from "./phone";
import { followsSign } from "./phone-labelled";
import { ssnIn } from "./ssn";

/** The kinds that begin with digits, or have them behind two letters. */
const NUMBERS = PiiKind.Phone | PiiKind.Card | PiiKind.Iban | PiiKind.Ssn | PiiKind.Ip;

const EMAILS = PiiKind.Email | PiiKind.PublicEmail;

const PLUS: u8 = 0x2b;

/**
 * Finds personal data in a text of UTF-8 (bytes that are none do no harm), in one pass that stops only at digits,
 * `:` and `@`. What is found does not overlap; where two kinds could be meant, the one that begins first and is
 * named first: IBAN, IP, card, SSN, phone. Digits are ASCII digits.
 *
 *     finder.kinds = PiiKind.Email | PiiKind.Card;
 *     finder.begin(text);
 *     while (finder.next()) … finder.kind, finder.at, finder.size
 */
export class PiiFinder {
  /** A mask of `PiiKind`. */
  kinds: i32 = 0;
  /** What was found last, as a mask: an address may be of both kinds. And the address and the number of its bytes. */
  kind: PiiKind = PiiKind.Email;
  at: usize = 0;
  size: i32 = 0;

  private text: usize = 0;
  private stop: usize = 0;
  /** Behind what was found last: nothing begins before it. */
  private floor: usize = 0;
  private cursor: usize = 0;
  private groups: DigitGroups = new DigitGroups();

  begin(text: Span): void {
    this.text = start(text);
    this.stop = end(text);
    this.floor = this.text;
    this.cursor = this.text;
  }

  /** False: there is no more. */
  next(): bool {
    while (true) {
      const at = this.seek();
      if (at >= this.stop) return false;
      const byte = load<u8>(at);
      let found: Span = ABSENT;
      if (isDigit(byte)) {
        found = this.numberAt(at);
      } else {
        this.cursor = at + 1;
        this.kind = PiiKind.Ip;
        found = byte == 0x40 ? this.emailAt(at) : ipv6At(at, this.floor, this.text, this.stop);
      }
      if (found == ABSENT || start(found) < this.floor) continue;
      this.at = start(found);
      this.size = length(found);
      this.floor = end(found);
      this.cursor = this.floor;
      return true;
    }
  }

  /** The next byte that a finding may stand around, 16 at a time; `stop` or beyond if there is none. */
  private seek(): usize {
    const kinds = this.kinds;
    const stop = this.stop;
    // `:` follows the digits.
    const numbers = i8x16.splat(kinds & PiiKind.Ip ? 11 : kinds & NUMBERS ? 10 : 0);
    const zero = i8x16.splat(0x30);
    const sign = i8x16.splat(kinds & EMAILS ? 0x40 : 0x30);
    const isMail = i8x16.splat(kinds & EMAILS ? -1 : 0);
    for (let at = this.cursor; at < stop; at += 16) {
      const bytes = v128.load(at);
      const number = i8x16.lt_u(i8x16.sub(bytes, zero), numbers);
      const places = i8x16.bitmask(v128.or(number, v128.and(i8x16.eq(bytes, sign), isMail)));
      if (places != 0) return at + ctz(places);
    }
    return stop;
  }

  private emailAt(at: usize): Span {
    const found = emailAt(at, this.floor, this.text, this.stop, (this.kinds & PiiKind.Email) != 0);
    this.kind = isPublic ? this.kinds & EMAILS : PiiKind.Email;
    return found;
  }

  /** `at`: a digit. Goes on behind its run. */
  private numberAt(at: usize): Span {
    const stop = this.stop;
    const kinds = this.kinds;
    let end = at + 1;
    while (end < stop && isDigit(load<u8>(end))) end += 1;
    this.cursor = end;
    if (at > this.text && isWordByte(load<u8>(at - 1))) {
      if (!(kinds & PiiKind.Iban) || at < this.floor + 2 || !isLetter(load<u8>(at - 2))) return ABSENT;
      this.kind = PiiKind.Iban;
      return ibanAt(at - 2, this.text, stop);
    }
    if (kinds & PiiKind.Ip && end < stop && load<u8>(end) == 0x2e && end - at <= 3) {
      this.kind = PiiKind.Ip;
      const found = ipv4At(at, this.text, stop);
      if (found != ABSENT) return found;
    }
    return kinds & (PiiKind.Card | PiiKind.Ssn | PiiKind.Phone) && this.mayLead(at, <i32>(end - at))
      ? this.groupsAt(at)
      : ABSENT;
  }

  /** Whether a card's, social security or telephone number may begin with this run: most in a text are none. */
  private mayLead(at: usize, size: i32): bool {
    switch (size) {
      case 3:
      case 4:
      case 6:
        return true;
      case 1:
      case 2:
      case 5:
      case 7: {
        // Only a telephone number's: with a sign or a zero before, behind a label, or the `1` of North America.
        if (!(this.kinds & PiiKind.Phone)) return false;
        const first = load<u8>(at);
        if (first == 0x30 || (size == 1 && first == 0x31) || at == this.text) return true;
        const before = load<u8>(at - 1);
        return before == PLUS || before == 0x28 || followsSign(at, this.text);
      }
      default:
        return size <= 19;
    }
  }

  private groupsAt(at: usize): Span {
    const opens = opensNumber(at, this.text);
    if (!opens && load<u8>(at - 1) != PLUS) return ABSENT;
    const groups = this.groups;
    groups.begin(at, this.stop);
    // No such number is shorter than eight digits, and most that are alone are.
    if (groups.size(0) < 8 && !groups.has(1)) return ABSENT;
    let found: Span = ABSENT;
    if (opens && this.kinds & PiiKind.Card) {
      this.kind = PiiKind.Card;
      found = cardIn(groups, this.stop);
      if (found != ABSENT) return found;
    }
    if (opens && this.kinds & PiiKind.Ssn) {
      this.kind = PiiKind.Ssn;
      found = ssnIn(groups, this.text, this.stop);
      if (found != ABSENT) return found;
    }
    if (this.kinds & PiiKind.Phone) {
      this.kind = PiiKind.Phone;
      found = phoneIn(groups, this.text, this.stop);
    }
    return found;
  }
}
