import { ABSENT, length, PADDING, Span, span, start } from "./span";

/** Bytes that live as long as their owner, outside the garbage collector's reach: `free` is the owner's duty. */
export class Arena {
  private blocks: Array<usize> = [];

  /** A copy of the bytes. */
  keep(bytes: Span): Span {
    if (bytes == ABSENT) return ABSENT;
    const at = heap.alloc(<usize>length(bytes) + PADDING);
    memory.copy(at, start(bytes), length(bytes));
    this.blocks.push(at);
    return span(at, length(bytes));
  }

  free(): void {
    for (let i = 0; i < this.blocks.length; i++) heap.free(this.blocks[i]);
    this.blocks = [];
  }
}
