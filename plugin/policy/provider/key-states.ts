import { ABSENT, Span } from "../../wire/span";
import { FailureKind } from "../failure/table";
import { Estimate } from "../limits/estimate";
import { CoolDowns, coolDownId } from "./cool-downs";
import { Bar, Freedom, NEVER_FREE } from "./freedom";
import { OwnReason } from "./own-reason";
import { Provider, ProviderKey } from "./provider";
import { Quotas } from "./quotas";

/** What is known of keys and models at one moment, read once for all that a request has to choose among. */
export class KeyStates {
  private record: Span;
  private isQuiet: bool;

  /** Valid during this callback. `now`: milliseconds since 1970. */
  constructor(
    private coolDowns: CoolDowns,
    private quotas: Quotas,
    private estimate: Estimate,
    private now: i64,
  ) {
    this.record = coolDowns.read();
    this.isQuiet = coolDowns.isQuiet(this.record, now);
  }

  /** Of the key for an upstream model. */
  ofKey(provider: Provider, key: ProviderKey, model: Span): Freedom {
    const freedom = new Freedom();
    if (!key.isFor(model)) return freedom.add(NEVER_FREE, Bar.Own, false);
    const seconds = this.now / 1000;
    if (seconds >= key.expiresAt) {
      this.coolDowns.noteOut(provider.name, key.name, key.id, OwnReason.Expired, 0);
      return freedom.add(NEVER_FREE, Bar.Own, false);
    }
    if (seconds < key.notBefore) freedom.add(key.notBefore * 1000, Bar.Own, false);
    const full = this.quotas.fullUntil(key, this.estimate, this.now);
    if (full > 0) {
      this.coolDowns.noteOut(provider.name, key.name, key.id, OwnReason.Limit, full);
      freedom.add(full, Bar.Own, true);
    }
    this.addCoolDown(coolDownId(provider.name, key.name, model), freedom);
    this.addCoolDown(coolDownId(provider.name, key.name, ABSENT), freedom);
    return freedom;
  }

  /** Of the model at the provider, whichever the key. */
  ofModel(provider: Provider, model: Span): Freedom {
    const freedom = new Freedom();
    this.addCoolDown(coolDownId(provider.name, ABSENT, model), freedom);
    return freedom;
  }

  private addCoolDown(id: u64, freedom: Freedom): void {
    if (this.isQuiet) return;
    const until = this.coolDowns.until(this.record, id, this.now);
    if (until == 0) return;
    const kind = this.coolDowns.kind;
    const isLimit = kind == FailureKind.RateLimit || kind == FailureKind.Quota;
    freedom.add(until, this.coolDowns.isAsked ? Bar.Asked : Bar.Failing, isLimit);
  }

  /** Of an attempt: of the model, and of the best of the keys. */
  ofTarget(provider: Provider, model: Span): Freedom {
    const freedom = this.ofModel(provider, model);
    if (provider.keys.length == 0 || (this.isQuiet && provider.onlyKey !== null)) return freedom;
    let best = this.ofKey(provider, provider.keys[0], model);
    for (let i = 1; i < provider.keys.length && best.at > 0; i++) {
      const other = this.ofKey(provider, provider.keys[i], model);
      if (other.isBetterThan(best)) best = other;
    }
    return freedom.add(best.at, best.bar, best.isLimit);
  }
}
