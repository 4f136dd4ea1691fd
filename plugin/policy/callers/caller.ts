import { Failure } from "../../exchange/failure";
import { formatRfc3339 } from "../../wire/rfc3339";
import { sha256 } from "../../wire/sha256";
import { Span } from "../../wire/span";
import { Callers } from "./callers";
import { ClientKey } from "./client-key";

/** Who sent a request, or the 401 to answer with. */
export class Caller {
  constructor(
    public key: ClientKey | null,
    public failure: Failure | null = null,
  ) {}

  /** Whether it was told who it is, whatever is the matter with its key. */
  isKnown: bool = true;

  static unknown(message: string): Caller {
    const caller = Caller.refused(message);
    caller.isKnown = false;
    return caller;
  }

  static refused(message: string): Caller {
    return new Caller(null, new Failure(401, message));
  }
}

const digest: usize = heap.alloc(32);

/**
 * The caller who presents the secret. `now`: seconds since 1970. Who has a key's secret is told what is the
 * matter with the key; anyone else only that it is unknown.
 */
export function callerWithSecret(callers: Callers, secret: Span, now: i64): Caller {
  sha256(secret, digest);
  const slot = callers.secrets.find(digest);
  if (slot == 0) return Caller.unknown("unknown API key");
  if (now >= callers.secrets.until(slot)) {
    return Caller.refused("this API key has been replaced: use the new one");
  }
  return admitted(callers.secrets.owner(slot, callers.keys), now);
}

/** The caller whose certificate, which Envoy has verified, carries that SPIFFE id. */
export function callerWithPeer(callers: Callers, id: Span, now: i64): Caller {
  const key = callers.peers.find(id);
  if (key === null) return Caller.unknown("no key stands for this client certificate");
  return admitted(key, now);
}

function admitted(key: ClientKey, now: i64): Caller {
  if (key.disabled) return Caller.refused("this API key is disabled: ask who gave it to you for another");
  if (now < key.notBefore) return Caller.refused("this API key is not valid before " + moment(key.notBefore));
  if (now >= key.expiresAt) {
    return Caller.refused("this API key expired at " + moment(key.expiresAt) + ": ask who gave it to you for another");
  }
  return new Caller(key);
}

/** `seconds` may be anything that a policy written by hand holds. */
function moment(seconds: i64): string {
  return formatRfc3339(min(max(seconds, 0), 253_402_300_799) * 1000);
}
