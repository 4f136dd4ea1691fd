import { body, header, randomBytes } from "../abi/host";
import { BufferType, MapType } from "../abi/types";
import { Clerk } from "../policy/limits/clerk";
import { LeaseReport } from "../policy/limits/lease-report";
import { Scopes } from "../policy/limits/scopes";
import { milliseconds } from "../vm/clock";
import { books } from "../vm/limits";
import { Constant } from "../wire/constant";
import { wholeNumber } from "../wire/json-number";
import { Tape } from "../wire/json-tape";
import { JsonWriter } from "../wire/json-writer";
import { Output } from "../wire/output";
import { ABSENT, Span } from "../wire/span";
import { ControlPlane } from "./control-plane";

/** Shorter than the office's term: no answer comes for a clerk that has left. */
const TIMEOUT_MILLISECONDS: i32 = 1_500;
/** At four limits each, some 200 KB. */
const MOST_ACCOUNTS: i32 = 256;
/** 128 bits: no two Envoys have the same. */
const ID_BYTES: i32 = 16;

const PATH = new Constant("/leases");
const ENVOY = new Constant("headgate.limits.1.envoy");
const HEX: string = "0123456789abcdef";

/** Tells the control plane what is used of limits, and takes the leases that it answers. */
export class LeaseCalls {
  private clerk: Clerk;
  private report: LeaseReport = new LeaseReport(books);
  private token: u32 = 0;

  constructor(private controlPlane: ControlPlane) {
    const id = heap.alloc(8);
    randomBytes(id, 8);
    this.clerk = new Clerk(books, load<u64>(id));
    heap.free(id);
    books.isLeased = true;
  }

  onTick(scopes: Scopes): void {
    const now = milliseconds();
    if (scopes.isEmpty || !this.clerk.serves(now) || this.token != 0) return;
    const accounts = this.clerk.due(MOST_ACCOUNTS, now);
    if (accounts.length > 0) this.call(accounts, scopes, now);
  }

  /** A report that is lost is made again at the next tick, of what is used by then. */
  private call(accounts: Array<u64>, scopes: Scopes, now: i64): void {
    const document = new Output();
    this.report.write(envoyId(), accounts, scopes, now, new JsonWriter(document));
    this.token = this.controlPlane.post(PATH.bytes, document.bytes, TIMEOUT_MILLISECONDS);
    document.free();
  }

  isMine(token: u32): bool {
    return this.token != 0 && token == this.token;
  }

  onResponse(headerCount: i32, bodySize: i32): void {
    this.token = 0;
    const now = milliseconds();
    const status = headerCount == 0 ? 0 : <i32>wholeNumber(header(MapType.CallResponseHeaders, ":status"));
    const tape = new Tape();
    if (status == 200 && tape.scan(body(BufferType.CallResponseBody, 0, bodySize))) this.report.read(tape, now);
    tape.free();
  }
}

/** Of this start of Envoy: made by the first worker that asks. */
function envoyId(): Span {
  const ledger = books.ledger;
  const known = ledger.get(ENVOY.bytes);
  if (known != ABSENT) return known;
  const version = ledger.version;
  const random = heap.alloc(ID_BYTES);
  randomBytes(random, ID_BYTES);
  const id = new Output();
  for (let i = 0; i < ID_BYTES; i++) {
    id.byte(<u8>HEX.charCodeAt(load<u8>(random + i) >> 4));
    id.byte(<u8>HEX.charCodeAt(load<u8>(random + i) & 15));
  }
  ledger.put(ENVOY.bytes, id.bytes, version);
  heap.free(random);
  id.free();
  return ledger.get(ENVOY.bytes);
}
