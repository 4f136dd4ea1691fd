import { ABSENT, Span, same } from "../wire/span";
import { Provider } from "./provider";

/** What a target has to be; of a tenant, a client key, a model or a rule. */
export class Requirement {
  /** One of these; empty: any. */
  regions: Array<Span> = [];
  isPrivate: bool = false;

  permits(provider: Provider): bool {
    if (this.isPrivate && !provider.isPrivate) return false;
    if (this.regions.length == 0) return true;
    if (provider.region == ABSENT) return false;
    for (let i = 0; i < this.regions.length; i++) if (same(this.regions[i], provider.region)) return true;
    return false;
  }
}
