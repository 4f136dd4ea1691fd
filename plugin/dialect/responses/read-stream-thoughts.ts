import { StreamWriter } from "../../exchange/stream";
import { Constant } from "../../wire/constant";
import { NOTHING, Tape } from "../../wire/json-tape";
import { length, Span } from "../../wire/span";
import { PARAGRAPH } from "./paragraph";

const BETWEEN = new Constant(PARAGRAPH);

/** The two ways in which an item tells of its thoughts. */
export enum Telling {
  Summary = 0,
  Content = 1,
}

/** Reads what streams tell of thoughts, in paragraphs. */
export class ThoughtReader {
  /** Of which item, by its index in the output, the last thought was; NOTHING: they have ended. */
  private item: i32 = NOTHING;
  private telling: Telling = Telling.Summary;
  private part: i32 = 0;

  constructor(private tape: Tape) {}

  /** A piece of an item's part. Should a server tell an item's thoughts both ways, the first to come is taken. */
  read(piece: Span, telling: Telling, item: i32, part: i32, writer: StreamWriter): bool {
    if (length(piece) == 0 || (this.item == item && this.telling != telling)) return false;
    // Unsealed thoughts run on into the next item's.
    if (this.item != NOTHING && (this.item != item || this.part != part)) writer.reasoning(BETWEEN.bytes);
    this.item = item;
    this.telling = telling;
    this.part = part;
    writer.reasoning(piece);
    return true;
  }

  /** A whole item's parts, where its pieces never came. True if they say anything. */
  readWhole(list: i32, telling: Telling, item: i32, writer: StreamWriter): bool {
    const tape = this.tape;
    if (!tape.isArray(list)) return false;
    let part = 0;
    let any = false;
    for (let value = tape.first(list); value != NOTHING; value = tape.next(list, value)) {
      if (this.read(tape.text(tape.find(value, "text")), telling, item, part, writer)) any = true;
      part += 1;
    }
    return any;
  }

  /** Something else follows. */
  end(): void {
    this.item = NOTHING;
  }
}
