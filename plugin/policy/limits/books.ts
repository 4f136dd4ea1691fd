import { Ledger } from "./ledger";
import { RollCall } from "./roll-call";

/** What one VM needs to keep accounts. */
export class Books {
  /** How many Envoys share a limit, as far as is known of any; 1: nobody has told. */
  envoys: i64 = 1;
  /** Whether there is a control plane to tell what is used. */
  isLeased: bool = false;
  /** The accounts written since they were last handed over to be told, by their hashes; no more than a policy has. */
  touched: Set<u64> = new Set();

  constructor(
    public ledger: Ledger,
    public vms: RollCall,
  ) {}

  touch(hash: u64): void {
    if (this.isLeased) this.touched.add(hash);
  }
}
