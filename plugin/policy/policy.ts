import { matches } from "../match/glob";
import { ABSENT, hash, length, PADDING, Span, same, span, start } from "../wire/span";
import { CachePolicy } from "./cache-policy";
import { Callers } from "./callers/callers";
import { Draw } from "./chance/draw";
import { Scopes } from "./limits/scopes";
import { Model } from "./model/model";
import { Target } from "./model/target";
import { Provider } from "./provider/provider";
import { RuleSet } from "./rules/rule-set";

/**
 * A whole policy, immutable. Every span lies in `document`, which the policy keeps alive; an exchange
 * goes on with the policy under which it was admitted.
 */
export class Policy {
  version: Span = ABSENT;
  anonymous: bool = false;
  /** Whether responses say how they came about. */
  explain: bool = true;
  /** Milliseconds that an attempt has for its first token, as the route has it; 0: not known. */
  firstToken: i32 = 0;
  /** The part of all answers that goes to a judge, 0 to 1. */
  judgedPart: f64 = 0;
  /** Null: nothing is cached. */
  cache: CachePolicy | null = null;
  models: Array<Model> = [];
  rules: RuleSet = new RuleSet();
  callers: Callers = new Callers();
  /** The keys, tenants, models and provider keys that have limits. */
  scopes: Scopes = new Scopes();
  /** Null: the policy has no seed, and whoever loads it sees to chance. */
  draw: Draw | null = null;
  private providers: Array<Provider> = [];
  private targets: Map<u32, Array<Target>> = new Map();
  private exact: Map<u32, Array<Model>> = new Map();
  private globs: Array<Model> = [];

  /** Bytes made while loading: decoded names, pool names. */
  private kept: Array<StaticArray<u8>> = [];

  constructor(public document: StaticArray<u8>) {}

  /** Copies bytes to where they live as long as the policy. */
  keep(bytes: Span): Span {
    const copy = new StaticArray<u8>(length(bytes) + <i32>PADDING);
    memory.copy(changetype<usize>(copy), start(bytes), length(bytes));
    this.kept.push(copy);
    return span(changetype<usize>(copy), length(bytes));
  }

  addProvider(provider: Provider): void {
    this.providers.push(provider);
  }

  provider(name: Span): Provider | null {
    for (let i = 0; i < this.providers.length; i++) if (same(this.providers[i].name, name)) return this.providers[i];
    return null;
  }

  addTarget(target: Target): void {
    const key = hash(target.id);
    if (!this.targets.has(key)) this.targets.set(key, []);
    this.targets.get(key).push(target);
  }

  target(id: Span): Target | null {
    const key = hash(id);
    if (!this.targets.has(key)) return null;
    const found = this.targets.get(key);
    for (let i = 0; i < found.length; i++) if (same(found[i].id, id)) return found[i];
    return null;
  }

  addModel(model: Model): void {
    this.models.push(model);
    if (model.isGlob) {
      this.globs.push(model);
      return;
    }
    const key = hash(model.name);
    if (!this.exact.has(key)) this.exact.set(key, []);
    this.exact.get(key).push(model);
  }

  /** Exact names win over globs, the first glob over later ones. */
  model(name: Span): Model | null {
    const key = hash(name);
    if (this.exact.has(key)) {
      const found = this.exact.get(key);
      for (let i = 0; i < found.length; i++) if (same(found[i].name, name)) return found[i];
    }
    for (let i = 0; i < this.globs.length; i++) if (matches(this.globs[i].name, name)) return this.globs[i];
    return null;
  }
}
