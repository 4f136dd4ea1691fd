/**
 * What follows country and check digits: `n` digits, `a` letters, `c` either, with how many of them, from the
 * IBAN registry that SWIFT keeps for ISO 13616: https://www.swift.com/standards/data-standards/iban
 */
const STRUCTURES: string =
  "AD8n12c AE19n AL8n16c AT16n AZ4a20c BA16n BE12n BG4a6n8c BH4a14c BI23n BR23n1a1c BY4c4n16c CH5n12c " +
  "CR18n CY8n16c CZ20n DE18n DJ23n DK14n DO4c20n EE16n EG25n ES20n FI14n FK2a12n FO14n FR10n11c2n GB4a14n " +
  "GE2a16n GI4a15c GL14n GR7n16c GT24c HN4a20n HR17n HU24n IE4a14n IL19n IQ4a15n IS22n IT1a10n12c " +
  "JO4a4n18c KW4a22c KZ3n13c LB4n20c LC4a24c LI5n12c LT16n LU3n13c LV4a13c LY21n MC10n11c2n MD20c ME18n " +
  "MK3n10c2n MN16n MR23n MT4a5n18c MU4a19n3a NI4a20n NL4a10n NO11n OM3n16c PK4a16c PL24n PS4a21c PT21n " +
  "QA4a21c RO4a16c RS18n RU14n15c SA2n18c SC4a20n3a SD14n SE20n SI15n SK20n SM1a10n12c SO19n ST21n SV4a20n " +
  "TL19n TN20n TR6n16c UA6n19c VA18n VG4a16n XK16n YE4a4n18c ";

/** Where a country's structure begins in the text above, behind its letters; by its two letters. */
const starts = new StaticArray<u16>(26 * 26);
for (let at = 0; at + 2 < STRUCTURES.length; ) {
  starts[(STRUCTURES.charCodeAt(at) - 0x41) * 26 + STRUCTURES.charCodeAt(at + 1) - 0x41] = <u16>(at + 2);
  while (at < STRUCTURES.length && STRUCTURES.charCodeAt(at) != 0x20) at += 1;
  at += 1;
}

/** Steps through the characters that a country's account numbers are made of. */
export class IbanStructure {
  private at: i32 = 0;
  private left: i32 = 0;
  private kind: i32 = 0;

  /** `first`, `second`: letters of the country, 0 for A. False: it has no IBAN. */
  open(first: i32, second: i32): bool {
    if (<u32>first >= 26 || <u32>second >= 26) return false;
    this.at = unchecked(starts[first * 26 + second]);
    this.left = 0;
    return this.at != 0;
  }

  /** `n`, `a` or `c`; 0 at the end. */
  next(): i32 {
    if (this.left == 0) {
      if (this.sign == 0x20) return 0;
      while (this.sign < 0x3a) {
        this.left = this.left * 10 + this.sign - 0x30;
        this.at += 1;
      }
      this.kind = this.sign;
      this.at += 1;
    }
    this.left -= 1;
    return this.kind;
  }

  private get sign(): i32 {
    return load<u16>(changetype<usize>(STRUCTURES) + ((<usize>this.at) << 1));
  }
}
