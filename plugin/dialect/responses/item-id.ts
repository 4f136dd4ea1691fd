import { Stamp } from "../../exchange/stamp";
import { Output } from "../../wire/output";
import { Span } from "../../wire/span";

const scratch = new Output();

/** An item's own id, valid until the next call. `prefix`: msg_, rs_, fc_ and the like; `index`: of the item in the answer. */
export function itemId(prefix: string, stamp: Stamp, index: i32): Span {
  scratch.clear();
  scratch.ascii(prefix);
  scratch.ascii(stamp.id);
  scratch.byte(0x6e);
  scratch.decimal(index);
  return scratch.bytes;
}

/** As `itemId`, of a call whose provider gave none; `index`: among the calls. */
export function callId(stamp: Stamp, index: i32): Span {
  scratch.clear();
  scratch.ascii(stamp.callId(index));
  return scratch.bytes;
}
