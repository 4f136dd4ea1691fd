import { NEVER } from "../provider/lifetime";
import { ClientKey } from "./client-key";

/** A slot: the digest's 32 bytes, the moment until which it is good (i64), the owner's index + 1 (u32; 0: the slot is free). */
const SLOT: usize = 48;
const UNTIL: usize = 32;
const OWNER: usize = 40;

/**
 * The digests of all client keys' secrets, found by their first bytes: one run of memory, so that ten
 * thousand of them cost the garbage collector no more than one.
 */
export class SecretTable {
  private slots: StaticArray<u8>;
  private mask: u32;

  /** `capacity`: how many secrets it will take at most. */
  constructor(capacity: i32) {
    let size = 16;
    while (size < capacity * 2) size *= 2;
    this.mask = size - 1;
    this.slots = new StaticArray<u8>(size * <i32>SLOT);
  }

  private slot(index: u32): usize {
    return changetype<usize>(this.slots) + <usize>(index & this.mask) * SLOT;
  }

  /** `owner`: the key's index. `until`: seconds since 1970. */
  add(digest: usize, owner: i32, until: i64 = NEVER): void {
    let index = load<u32>(digest);
    while (load<u32>(this.slot(index), OWNER) != 0) index += 1;
    const slot = this.slot(index);
    memory.copy(slot, digest, 32);
    store<i64>(slot, until, UNTIL);
    store<u32>(slot, owner + 1, OWNER);
  }

  /**
   * The slot of that digest; 0: there is none. What is compared is a hash of what the caller sent, each time
   * in full and without a branch on it, so that no time taken tells how much of a guess was right.
   */
  find(digest: usize): usize {
    let found: usize = 0;
    let index = load<u32>(digest);
    while (load<u32>(this.slot(index), OWNER) != 0) {
      const slot = this.slot(index);
      found |= slot & -(<usize>equalDigests(slot, digest));
      index += 1;
    }
    return found;
  }

  /** The key that the slot's secret belongs to. */
  owner(slot: usize, keys: Array<ClientKey>): ClientKey {
    return keys[<i32>load<u32>(slot, OWNER) - 1];
  }

  until(slot: usize): i64 {
    return load<i64>(slot, UNTIL);
  }
}

function equalDigests(a: usize, b: usize): bool {
  const first = v128.xor(v128.load(a), v128.load(b));
  const second = v128.xor(v128.load(a, 16), v128.load(b, 16));
  return !v128.any_true(v128.or(first, second));
}
