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

  /** Of the key for an upstream model, whatever is the matter with the model. */
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
    this.addCoolDown(coolDownId(provider.name, key.name, model), Bar.Failing, freedom);
    this.addCoolDown(coolDownId(provider.name, key.name, ABSENT), Bar.Refused, freedom);
    return freedom;
  }

  /** Of the model at the provider, whichever the key. */
  ofModel(provider: Provider, model: Span): Freedom {
    const freedom = new Freedom();
    this.addModel(provider, model, freedom);
    return freedom;
  }

  private addModel(provider: Provider, model: Span, freedom: Freedom): void {
    this.addCoolDown(coolDownId(provider.name, ABSENT, model), Bar.Failing, freedom);
  }

  /** `unasked`: what it is if no provider has asked for it. */
  private addCoolDown(id: u64, unasked: Bar, freedom: Freedom): void {
    if (this.isQuiet) return;
    const until = this.coolDowns.until(this.record, id, this.now);
    if (until == 0) return;
    const kind = this.coolDowns.kind;
    const isLimit = kind == FailureKind.RateLimit || kind == FailureKind.Quota;
    freedom.add(until, this.coolDowns.isAsked ? Bar.Asked : unasked, isLimit);
  }

  /** When an attempt finds a key that nothing keeps, at a model that nothing keeps, in milliseconds since 1970; 0: now. */
  freeAt(provider: Provider, model: Span): i64 {
    const at = this.ofModel(provider, model).at;
    if (provider.keys.length == 0 || (this.isQuiet && provider.onlyKey !== null)) return at;
    let soonest = NEVER_FREE;
    for (let i = 0; i < provider.keys.length && soonest > 0; i++) {
      soonest = min(soonest, this.ofKey(provider, provider.keys[i], model).at);
    }
    return max(at, soonest);
  }

  /** Of each way to ask for the model: with each of the keys, or with none where the provider asks for none. */
  ways(provider: Provider, model: Span): Array<Freedom> {
    const keys = provider.keys;
    if (keys.length == 0) return [this.ofModel(provider, model)];
    const ways: Array<Freedom> = [];
    for (let i = 0; i < keys.length; i++) {
      const freedom = this.ofKey(provider, keys[i], model);
      this.addModel(provider, model, freedom);
      ways.push(freedom);
    }
    return ways;
  }
}
