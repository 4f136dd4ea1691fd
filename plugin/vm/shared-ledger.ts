import { readShared, readVersion, replaceShared } from "../abi/shared-data";
import { Ledger } from "../policy/limits/ledger";
import { Span } from "../wire/span";

/** Envoy's shared data, which all workers see and which outlives their VMs. */
export class SharedLedger extends Ledger {
  get(key: Span): Span {
    const record = readShared(key);
    this.version = readVersion;
    return record;
  }

  put(key: Span, record: Span, version: u32): bool {
    return replaceShared(key, record, version);
  }
}
