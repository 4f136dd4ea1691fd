import { length, Span, start, text } from "../../wire/span";

const DIGITS: i32 = 16;

/** That a provider key, or a model at a provider, cools down from now on. Names and ids only: never a key's value. */
export class KeyNews {
  /** 16 hex digits: by this other Envoys are told. */
  id: string;
  provider: string;
  /** Empty: whichever the key. */
  key: string;
  /** The upstream model's name; empty: all. */
  model: string;

  constructor(
    hash: u64,
    provider: Span,
    key: Span,
    model: Span,
    /** Milliseconds since 1970; 0: for good. */
    public until: i64,
    /** `rate_limit`, `quota`, `key_refused`, `model_not_found`: the failure; `limit`: the key's own; `expired`. */
    public reason: string,
    /** The provider has said until when. */
    public isAsked: bool = false,
  ) {
    this.id = hash.toString(16).padStart(DIGITS, "0");
    this.provider = text(provider);
    this.key = text(key);
    this.model = text(model);
  }
}

/** The hash behind an `id`; 0 if it is none. */
export function newsId(id: Span): u64 {
  if (length(id) != DIGITS) return 0;
  let hash: u64 = 0;
  for (let i = 0; i < DIGITS; i++) {
    const byte = load<u8>(start(id) + i);
    const isDigit = byte >= 0x30 && byte <= 0x39;
    if (!isDigit && (byte < 0x61 || byte > 0x66)) return 0;
    hash = (hash << 4) | (isDigit ? byte - 0x30 : byte - 0x57);
  }
  return hash;
}
