import { nanoseconds } from "../abi/host";
import { Books } from "../policy/limits/books";
import { RollCall } from "../policy/limits/roll-call";
import { Constant } from "../wire/constant";
import { SharedLedger } from "./shared-ledger";

const vms = new Constant("headgate.limits.1.vms");
const ledger = new SharedLedger();

/** This VM's. */
export const books = new Books(ledger, new RollCall(vms.bytes, ledger));

/** Since 1970. */
export function milliseconds(): i64 {
  return <i64>(nanoseconds() / 1_000_000);
}
