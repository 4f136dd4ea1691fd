import { is, Span } from "../../wire/span";

/** A kind of personal data, as one bit of a mask. */
export enum PiiKind {
  Email = 1,
  Phone = 2,
  Card = 4,
  Iban = 8,
  Ssn = 16,
  Ip = 32,
}

/** By its name in the policy; 0: no such kind. */
export function piiKindNamed(name: Span): i32 {
  if (is(name, "email")) return PiiKind.Email;
  if (is(name, "phone")) return PiiKind.Phone;
  if (is(name, "card")) return PiiKind.Card;
  if (is(name, "iban")) return PiiKind.Iban;
  if (is(name, "ssn")) return PiiKind.Ssn;
  if (is(name, "ip")) return PiiKind.Ip;
  return 0;
}

/** What stands in a text in place of a finding: ASCII, and itself no finding of any kind. */
export function placeholderOf(kind: PiiKind): string {
  switch (kind) {
    case PiiKind.Email:
      return "[EMAIL]";
    case PiiKind.Phone:
      return "[PHONE]";
    case PiiKind.Card:
      return "[CARD]";
    case PiiKind.Iban:
      return "[IBAN]";
    case PiiKind.Ssn:
      return "[SSN]";
    default:
      return "[IP]";
  }
}
