import { Usage } from "../exchange/response";
import { StreamReader } from "../exchange/stream";
import { Tally } from "../exchange/tally";
import { Exchange } from "../live/exchange";
import { Charge } from "../policy/limits/price";
import { Reservation } from "../policy/limits/reservation";
import { Target } from "../policy/model/target";
import { milliseconds } from "../vm/clock";

/** About 200 bytes of an answer: what it may go on beyond its limit. */
const EVERY: i64 = 50;

/** Whether an answer that grows still keeps to the limits that end it (`end_streams`). */
export class HardEnd {
  private looked: i64 = 0;
  /** Tokens, counted and estimated, of the answer up to here. */
  private charge: Charge | null = null;

  constructor(
    private reservation: Reservation,
    private target: Target,
    private reader: StreamReader,
    private tally: Tally,
  ) {}

  /** Null: the exchange has no such limit. */
  static of(exchange: Exchange, target: Target, reader: StreamReader, tally: Tally): HardEnd | null {
    const reservation = exchange.claim.reservation;
    if (reservation === null || !reservation.endsStreams) return null;
    return new HardEnd(reservation, target, reader, tally);
  }

  /** Asked behind each event. */
  get isReached(): bool {
    const said = this.tally.tokens;
    if (said - this.looked < EVERY) return false;
    this.looked = said;
    const charge = new Charge(this.reader.usage, true, false, this.reservation.prompt, said);
    this.charge = charge;
    return !this.reservation.grow(charge, this.target.price, milliseconds());
  }

  /** What the client is told that the answer took. */
  get usage(): Usage {
    const usage = new Usage();
    const charge = this.charge;
    if (charge === null) return usage;
    usage.input = charge.input;
    usage.output = charge.output;
    return usage;
  }
}
