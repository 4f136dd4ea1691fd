import { isGlob, matches } from "../../match/glob";
import { hash64, Span, same } from "../../wire/span";
import { ClientKey } from "./client-key";

/** Client keys by the SPIFFE id of a peer's certificate, or by a glob over such ids. */
export class Peers {
  private exact: Map<u64, Peer> = new Map();
  /** In the policy's order. */
  private globs: Array<Peer> = [];

  get isEmpty(): bool {
    return this.exact.size == 0 && this.globs.length == 0;
  }

  add(pattern: Span, key: ClientKey): void {
    const peer = new Peer(pattern, key);
    if (isGlob(pattern)) this.globs.push(peer);
    else if (!this.exact.has(hash64(pattern))) this.exact.set(hash64(pattern), peer);
  }

  /** An exact id wins over globs, the first glob over later ones. */
  find(id: Span): ClientKey | null {
    const hashed = hash64(id);
    if (this.exact.has(hashed)) {
      const peer = this.exact.get(hashed);
      if (same(peer.pattern, id)) return peer.key;
    }
    for (let i = 0; i < this.globs.length; i++) if (matches(this.globs[i].pattern, id)) return this.globs[i].key;
    return null;
  }
}

class Peer {
  constructor(
    public pattern: Span,
    public key: ClientKey,
  ) {}
}
