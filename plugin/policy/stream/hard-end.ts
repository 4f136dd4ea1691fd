import { StopReason, Usage } from "../../exchange/response";
import { StreamReader, StreamWriter } from "../../exchange/stream";
import { Tally } from "../../exchange/tally";
import { ABSENT } from "../../wire/span";
import { Charge, Price } from "../limits/price";
import { Reservation } from "../limits/reservation";

/** About 200 bytes of an answer: what it may go on beyond its limit. */
const EVERY: i64 = 50;

/** Whether an answer that grows still keeps to the limits that end it (`end_streams`), and its end if it does not. */
export class HardEnd {
  private looked: i64 = 0;
  /** Tokens, counted and estimated, of the answer up to here. */
  private charge: Charge | null = null;

  constructor(
    private reservation: Reservation,
    private price: Price | null,
    private reader: StreamReader,
    private tally: Tally,
    /** Milliseconds since 1970. */
    private clock: () => i64,
  ) {}

  /** Asked behind each event. */
  get isReached(): bool {
    const said = this.tally.tokens;
    if (said - this.looked < EVERY) return false;
    this.looked = said;
    const charge = new Charge(this.reader.usage, true, false, this.reservation.prompt, said);
    this.charge = charge;
    return !this.reservation.grow(charge, this.price, this.clock());
  }

  /** Ends the answer as if it had reached its length; what comes behind that is only counted. */
  tell(writer: StreamWriter): void {
    writer.finish(StopReason.Length, ABSENT, this.usage);
    this.tally.mute();
  }

  /** What the client is told that the answer took. */
  private get usage(): Usage {
    const usage = new Usage();
    const charge = this.charge;
    if (charge === null) return usage;
    usage.input = charge.input;
    usage.output = charge.output;
    return usage;
  }
}
