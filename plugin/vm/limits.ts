import { Books } from "../policy/limits/books";
import { RollCall } from "../policy/limits/roll-call";
import { Constant } from "../wire/constant";
import { SharedLedger } from "./shared-ledger";

const vms = new Constant("headgate.limits.1.vms");
const ledger = new SharedLedger();

/** This VM's. */
export const books = new Books(ledger, new RollCall(vms.bytes, ledger));
