import { Span } from "../../wire/span";
import { NO_REQUIREMENT, Requirement } from "../model/requirement";
import { Target } from "../model/target";
import { upstreamName, upstreamPath } from "../model/upstream-name";
import { ALWAYS, NEVER } from "../provider/lifetime";
import { Allowlist } from "./allowlist";
import { Tenant } from "./tenant";

/** Who asks: a client key's owner, the subject of a token, or the peer of a connection. */
export class ClientKey {
  disabled: bool = false;
  /** Seconds since 1970: good from the one on, up to the other. */
  notBefore: i64 = ALWAYS;
  expiresAt: i64 = NEVER;
  /** Words that rules ask for. */
  tags: Array<Span> = [];
  /** What the targets of its requests have to be. */
  require: Requirement = NO_REQUIREMENT;

  constructor(
    /** ABSENT: a token's subject, who has no key. */
    public id: Span,
    public tenant: Span,
    /** The tenant, if the policy knows it. */
    public owner: Tenant | null,
    private allowlist: Allowlist,
  ) {}

  /** Both the key and its tenant have to allow it. */
  mayUse(model: Span): bool {
    const owner = this.owner;
    return this.allowlist.permits(model) && (owner === null || owner.allowlist.permits(model));
  }

  /** Whether a request for the model `asked` may be sent there: neither the key nor its tenant denies the upstream model. */
  mayReach(target: Target, asked: Span): bool {
    const owner = this.owner;
    const ownDenies = this.allowlist.deniesSome;
    if (!ownDenies && (owner === null || !owner.allowlist.deniesSome)) return true;
    const name = upstreamName(target, asked);
    const path = upstreamPath(target, asked);
    if (this.allowlist.denies(name) || this.allowlist.denies(path)) return false;
    return owner === null || (!owner.allowlist.denies(name) && !owner.allowlist.denies(path));
  }
}
