/** A kind of personal data, as one bit of a mask. */
export enum PiiKind {
  Email = 1,
  Phone = 2,
  Card = 4,
  Iban = 8,
  Ssn = 16,
  Ip = 32,
  /** Of `Email` what is under a top-level domain that exists. */
  PublicEmail = 64,
}

class PiiClass {
  constructor(
    public kind: PiiKind,
    /** In the policy. */
    public name: string,
    /** What stands in a text in place of a finding: ASCII, and itself no finding of any kind. */
    public placeholder: string,
  ) {}
}

/** This file is AssemblyScript and TypeScript at once. */
export const PII_KINDS: Array<PiiClass> = [
  new PiiClass(PiiKind.Email, "email", "[EMAIL]"),
  new PiiClass(PiiKind.Phone, "phone", "[PHONE]"),
  new PiiClass(PiiKind.Card, "card", "[CARD]"),
  new PiiClass(PiiKind.Iban, "iban", "[IBAN]"),
  new PiiClass(PiiKind.Ssn, "ssn", "[SSN]"),
  new PiiClass(PiiKind.Ip, "ip", "[IP]"),
  new PiiClass(PiiKind.PublicEmail, "public_email", "[EMAIL]"),
];
