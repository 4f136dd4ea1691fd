import { Output } from "../../wire/output";
import { Span } from "../../wire/span";

/** The events of a stream's content blocks, which come one after the other and are counted. */
export class BlockEvents {
  private index: i32 = -1;
  private isOpen: bool = false;

  constructor(private out: Output) {}

  /** `block`: the block as it begins, without its closing brace: the caller writes what follows, then calls `begun`. */
  begin(block: string): void {
    this.index += 1;
    this.isOpen = true;
    this.out.ascii('event: content_block_start\ndata: {"type":"content_block_start","index":');
    this.out.decimal(this.index);
    this.out.ascii(',"content_block":{');
    this.out.ascii(block);
  }

  begun(): void {
    this.out.ascii("}}\n\n");
  }

  /** `delta`: its type and the key of its text. A raw string follows. */
  delta(delta: string, piece: Span): void {
    this.beginDelta(delta);
    this.out.byte(0x22);
    this.out.raw(piece);
    this.out.byte(0x22);
    this.endDelta();
  }

  beginDelta(delta: string): void {
    this.out.ascii('event: content_block_delta\ndata: {"type":"content_block_delta","index":');
    this.out.decimal(this.index);
    this.out.ascii(',"delta":{');
    this.out.ascii(delta);
  }

  endDelta(): void {
    this.out.ascii("}}\n\n");
  }

  /** Ends the open block, if there is one. */
  end(): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    this.out.ascii('event: content_block_stop\ndata: {"type":"content_block_stop","index":');
    this.out.decimal(this.index);
    this.out.ascii("}\n\n");
  }
}
