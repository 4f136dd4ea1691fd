import { Span, span } from "./span";

/** Our own text, where the bytes of a document could stand as well. Global ones live as long as the VM. */
export class Constant {
  private utf8: ArrayBuffer;

  constructor(text: string) {
    this.utf8 = String.UTF8.encode(text);
  }

  get bytes(): Span {
    return span(changetype<usize>(this.utf8), this.utf8.byteLength);
  }
}
