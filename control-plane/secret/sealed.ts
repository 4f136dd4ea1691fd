import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { z } from "zod";
import { OperatorError } from "../process/operator-error.ts";
import type { MasterKey, MasterKeys } from "./master-key.ts";

const ALGORITHM = "aes-256-gcm";
const KEY_BYTES = 32;
/** NIST SP 800-38D: 96 bits is what GCM is made for. */
const IV_BYTES = 12;
const TAG_BYTES = 16;

const base64 = (bytes: number) => z.string().refine((text) => bytesOf(text)?.length === bytes);

/**
 * A secret at rest, as compact JSON. Each has a data key of its own, which the master key wraps: to change the master
 * key, only the data keys are wrapped anew. Binary fields are base64.
 */
const sealedShape = z.strictObject({
  v: z.literal(1),
  /** Of the master key: the start of its SHA-256. */
  keyId: z.string(),
  /** IV, then the encrypted data key, then the tag. */
  wrappedKey: base64(IV_BYTES + KEY_BYTES + TAG_BYTES),
  iv: base64(IV_BYTES),
  tag: base64(TAG_BYTES),
  ciphertext: z.string().refine((text) => bytesOf(text) !== undefined),
});
type Sealed = z.infer<typeof sealedShape>;

/**
 * Encrypts a secret (AES-256-GCM).
 *
 * @param record whose secret it is, such as `provider-key/openai-1`: it opens as that record's only
 */
export function seal(plaintext: string, record: string, key: MasterKey): string {
  const dataKey = randomBytes(KEY_BYTES);
  const { iv, ciphertext, tag } = encrypt(dataKey, Buffer.from(plaintext), boundTo("secret", record));
  return JSON.stringify({
    v: 1,
    keyId: key.id,
    wrappedKey: wrap(dataKey, record, key),
    iv: iv.toString("base64"),
    tag: tag.toString("base64"),
    ciphertext: ciphertext.toString("base64"),
  } satisfies Sealed);
}

/** @throws OperatorError if it is damaged, another record's, or sealed with a key that is not known */
export function unseal(sealed: string, record: string, keys: MasterKeys): string {
  const { keyId, wrappedKey, iv, tag, ciphertext } = parse(sealed, record);
  const dataKey = unwrap(wrappedKey, record, keys.known(keyId, record));
  const parts = { iv: bytes(iv), tag: bytes(tag), ciphertext: bytes(ciphertext) };
  return decrypt(dataKey, parts, boundTo("secret", record), record).toString();
}

/**
 * The same secret under the current master key; what is under it already is given back as it is.
 *
 * @throws OperatorError like `unseal`
 */
export function rewrap(sealed: string, record: string, keys: MasterKeys): string {
  const parsed = parse(sealed, record);
  const { current } = keys;
  if (parsed.keyId === current.id) return sealed;
  const dataKey = unwrap(parsed.wrappedKey, record, keys.known(parsed.keyId, record));
  return JSON.stringify({ ...parsed, keyId: current.id, wrappedKey: wrap(dataKey, record, current) } satisfies Sealed);
}

function wrap(dataKey: Buffer, record: string, key: MasterKey): string {
  const { iv, ciphertext, tag } = encrypt(key.secret, dataKey, boundTo("data key", record));
  return Buffer.concat([iv, ciphertext, tag]).toString("base64");
}

function unwrap(wrappedKey: string, record: string, key: MasterKey): Buffer {
  const all = bytes(wrappedKey);
  const parts = {
    iv: all.subarray(0, IV_BYTES),
    ciphertext: all.subarray(IV_BYTES, -TAG_BYTES),
    tag: all.subarray(-TAG_BYTES),
  };
  return decrypt(key.secret, parts, boundTo("data key", record), record);
}

interface Parts {
  iv: Buffer;
  ciphertext: Buffer;
  tag: Buffer;
}

function encrypt(key: Uint8Array, plaintext: Buffer, bound: Buffer): Parts {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(ALGORITHM, key, iv, { authTagLength: TAG_BYTES }).setAAD(bound);
  const ciphertext = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  return { iv, ciphertext, tag: cipher.getAuthTag() };
}

function decrypt(key: Uint8Array, { iv, ciphertext, tag }: Parts, bound: Buffer, record: string): Buffer {
  try {
    const decipher = createDecipheriv(ALGORITHM, key, iv, { authTagLength: TAG_BYTES }).setAAD(bound).setAuthTag(tag);
    return Buffer.concat([decipher.update(ciphertext), decipher.final()]);
  } catch {
    throw damaged(record);
  }
}

/** What the tag vouches for besides the ciphertext: a value moved to another record, or used as a key, does not open. */
function boundTo(use: "secret" | "data key", record: string): Buffer {
  return Buffer.from(JSON.stringify(["headgate", 1, use, record]));
}

function parse(sealed: string, record: string): Sealed {
  try {
    return sealedShape.parse(JSON.parse(sealed));
  } catch {
    throw damaged(record);
  }
}

function damaged(record: string): OperatorError {
  return new OperatorError(
    `${record}: its sealed secret does not open: it was damaged, or sealed for another record; set the secret anew`,
  );
}

function bytes(base64: string): Buffer {
  return Buffer.from(base64, "base64");
}

/** undefined for what is not base64, or not in its one canonical form. */
function bytesOf(base64: string): Buffer | undefined {
  const read = bytes(base64);
  return read.toString("base64") === base64 ? read : undefined;
}
