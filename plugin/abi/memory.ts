/**
 * Memory for what the host hands in: header values, properties, bodies. Everything lies in one arena
 * that each export resets on entry, so a result lives exactly as long as the callback that asked.
 */
import { PADDING } from "../wire/span";

/** Fits the headers and small bodies of nearly every request (measured: 2 to 6 KiB). */
const ARENA_SIZE: usize = 64 * 1024;

const arena: usize = heap.alloc(ARENA_SIZE);
let used: usize = 0;
/** Head of a chain of blocks that did not fit, each starting with the address of the next. */
let overflow: usize = 0;
const LINK: usize = 16;
let handOver: bool = false;

/** Frees what the previous callback was given. Only the dispatcher calls it, on entry. */
export function resetArena(): void {
  used = 0;
  while (overflow != 0) {
    const next = load<usize>(overflow);
    heap.free(overflow);
    overflow = next;
  }
}

/** The next host allocation is the caller's own, to be freed with `heap.free`. */
export function ownNextAllocation(own: bool): void {
  handOver = own;
}

/** Called by the host, in the middle of our own calls to it. */
export function proxy_on_memory_allocate(size: usize): usize {
  if (handOver) {
    handOver = false;
    return heap.alloc(size + PADDING);
  }
  const start = (used + 15) & ~(<usize>15);
  if (start + size + PADDING <= ARENA_SIZE) {
    used = start + size;
    return arena + start;
  }
  const block = heap.alloc(LINK + size + PADDING);
  store<usize>(block, overflow);
  overflow = block;
  return block + LINK;
}
