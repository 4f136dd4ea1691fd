/** Which failures count against hosts: see evidence.test.ts. AssemblyScript. */
import { Ledger } from "../../../plugin/policy/limits/ledger";
import { Target } from "../../../plugin/policy/model/target";
import { Provider } from "../../../plugin/policy/provider/provider";
import { HostEvidence } from "../../../plugin/policy/race/host-evidence";
import { Constant } from "../../../plugin/wire/constant";
import { Output } from "../../../plugin/wire/output";
import { ABSENT, length, Span } from "../../../plugin/wire/span";

/** Of one writer, and one record. */
class OwnLedger extends Ledger {
  record: Output = new Output();
  isWritten: bool = false;

  get(key: Span): Span {
    return this.isWritten ? this.record.bytes : ABSENT;
  }

  put(key: Span, record: Span, version: u32): bool {
    this.record.clear();
    this.record.raw(record);
    this.isWritten = true;
    return true;
  }
}

const ledger = new OwnLedger();
const evidence = new HostEvidence(ledger);
const names: Array<Constant> = [new Constant("a"), new Constant("b"), new Constant("c")];
const targets: Array<Target> = [];
for (let i = 0; i < names.length; i++) targets.push(new Target(names[i].bytes, new Provider(ABSENT)));

export function counts(request: u64, target: i32, now: i64): bool {
  return evidence.counts(request, targets[target], now);
}

/** `others`: a bit for each target that failed the request. */
export function acquit(request: u64, others: u32, now: i64): void {
  const accused: Array<Target> = [];
  for (let i = 0; i < targets.length; i++) if (others & (1 << i)) accused.push(targets[i]);
  evidence.acquit(request, accused, now);
}

export function size(): i32 {
  return length(ledger.record.bytes);
}
