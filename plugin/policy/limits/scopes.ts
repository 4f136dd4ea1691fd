import { Output } from "../../wire/output";
import { hash64, Span, same } from "../../wire/span";
import { Scope } from "./scope";

/** The layout's number stands in the key: another filter in the same Envoy may lay accounts out in another way. */
const PREFIX: string = "headgate.limits.1.";

const scratch = new Output();

/** `headgate.limits.1.key:web`; valid until the next call. */
export function accountKey(kind: string, name: Span): Span {
  scratch.clear();
  scratch.ascii(PREFIX);
  scratch.ascii(kind);
  scratch.byte(0x3a);
  scratch.raw(name);
  return scratch.bytes;
}

/** All of a policy that is limited. */
export class Scopes {
  private all: Map<u64, Scope> = new Map();

  add(scope: Scope): void {
    this.all.set(scope.hash, scope);
  }

  get isEmpty(): bool {
    return this.all.size == 0;
  }

  find(kind: string, name: Span): Scope | null {
    const account = accountKey(kind, name);
    const scope = this.byHash(hash64(account));
    return scope !== null && same(scope.account, account) ? scope : null;
  }

  byHash(hash: u64): Scope | null {
    return this.all.has(hash) ? this.all.get(hash) : null;
  }
}
