import { createHash } from "node:crypto";
import { OperatorError } from "../process/operator-error.ts";

/** Encrypts the data keys of all sealed secrets. */
export interface MasterKey {
  /** The start of its SHA-256, hexadecimal: says which key it is, and nothing about it. */
  id: string;
  /** 32 bytes, random. */
  secret: Uint8Array;
}

/**
 * @param text 32 bytes as 64 hexadecimal digits or as base64
 * @param name what it was read from; the value itself is never repeated
 * @throws OperatorError
 */
export function parseMasterKey(text: string, name: string): MasterKey {
  const trimmed = text.trim();
  const secret = /^[0-9a-f]{64}$/i.test(trimmed)
    ? Buffer.from(trimmed, "hex")
    : /^[A-Za-z0-9+/_-]{43}=?$/.test(trimmed)
      ? Buffer.from(trimmed, "base64")
      : undefined;
  if (secret?.length !== 32) {
    throw new OperatorError(
      `${name}: is not 32 bytes as base64 (44 characters) or as hexadecimal digits (64): make one with "openssl rand -base64 32"`,
    );
  }
  return { id: createHash("sha256").update("headgate master key").update(secret).digest("hex").slice(0, 16), secret };
}

/** The key that seals, and those that sealed before it. */
export class MasterKeys {
  readonly current: MasterKey;
  readonly #known: ReadonlyMap<string, MasterKey>;

  constructor(current: MasterKey, previous: readonly MasterKey[] = []) {
    this.current = current;
    this.#known = new Map([...previous, current].map((key) => [key.id, key]));
  }

  /** @throws OperatorError if there is no key of this id; names the record that needs it */
  known(id: string, record: string): MasterKey {
    const key = this.#known.get(id);
    if (key !== undefined) return key;
    throw new OperatorError(
      `${record}: its secret was sealed with another master key (id ${/^[0-9a-f]{1,64}$/.test(id) ? id : "unreadable"}, this one is ${this.current.id}): give that one in HEADGATE_MASTER_KEY_PREVIOUS, or set the secret anew`,
    );
  }
}
