import { ABSENT, Span, same, text } from "../../wire/span";
import { Provider } from "../provider/provider";

/** What a target has to be; of a tenant, a client key, a model or a rule. */
export class Requirement {
  /** One of these; empty: any. */
  regions: Array<Span> = [];
  isPrivate: bool = false;

  get isEmpty(): bool {
    return !this.isPrivate && this.regions.length == 0;
  }

  permits(provider: Provider): bool {
    if (this.isPrivate && !provider.isPrivate) return false;
    if (this.regions.length == 0) return true;
    if (provider.region == ABSENT) return false;
    for (let i = 0; i < this.regions.length; i++) if (same(this.regions[i], provider.region)) return true;
    return false;
  }

  /** For the caller: `region eu or ch and private`. */
  toString(): string {
    let said = "";
    for (let i = 0; i < this.regions.length; i++) said += (i == 0 ? "region " : " or ") + text(this.regions[i]);
    if (!this.isPrivate) return said;
    return said.length > 0 ? said + " and private" : "private";
  }
}

/** Of all that requires nothing. */
export const NO_REQUIREMENT = new Requirement();
