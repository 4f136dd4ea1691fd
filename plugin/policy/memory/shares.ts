/**
 * What one worker may hold of its callers' requests, in bytes. Envoy gives a VM 1 GiB; the rest of that is for one
 * translation at a time (a body of 48 MiB, twice, and again while it grows), the policy, and what lies between blocks.
 */
export const WORKER_BYTES: i64 = 384 * 1024 * 1024;

/** What one request holds, and on whose account. */
export class Holding {
  bytes: i64 = 0;

  constructor(
    /** 0: an anonymous caller. */
    public key: u64,
    /** 0: the key has none. */
    public tenant: u64,
  ) {}
}

/**
 * Who holds how much. A tenant may hold as much as is still free, a key half of that: so one that takes all it can leaves
 * half to the others, two leave a third, and whoever holds nothing always finds room. (Choudhury and Hahne, "Dynamic queue
 * length thresholds for shared-memory packet switches", 1998.)
 */
export class Shares {
  private total: i64 = 0;
  private keys: Map<u64, i64> = new Map<u64, i64>();
  private tenants: Map<u64, i64> = new Map<u64, i64>();

  constructor(private most: i64) {}

  /** Whether the request may hold `bytes` in all. */
  fits(holding: Holding, bytes: i64): bool {
    const more = bytes - holding.bytes;
    if (more <= 0) return true;
    const free = this.most - this.total;
    if (held(this.keys, holding.key) + more > free / 2) return false;
    return holding.tenant == 0 || held(this.tenants, holding.tenant) + more <= free;
  }

  /** Whether the request could hold `bytes` if nobody held anything. */
  couldFit(bytes: i64): bool {
    return bytes <= this.most / 2;
  }

  hold(holding: Holding, bytes: i64): void {
    const more = bytes - holding.bytes;
    holding.bytes = bytes;
    this.total += more;
    add(this.keys, holding.key, more);
    if (holding.tenant != 0) add(this.tenants, holding.tenant, more);
  }
}

function held(accounts: Map<u64, i64>, id: u64): i64 {
  return accounts.has(id) ? accounts.get(id) : 0;
}

function add(accounts: Map<u64, i64>, id: u64, more: i64): void {
  const bytes = held(accounts, id) + more;
  if (bytes > 0) accounts.set(id, bytes);
  else accounts.delete(id);
}
