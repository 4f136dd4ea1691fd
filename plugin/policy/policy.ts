import { Dialect } from "../dialect/dialect";
import { Traits } from "../exchange/traits";
import { matches } from "../match/glob";
import { ABSENT, hash, hash64, length, PADDING, Span, same, span, start } from "../wire/span";
import { CacheMode, CachePolicy } from "./cache-policy";
import { ClientKey } from "./callers/client-key";
import { Peers } from "./callers/peers";
import { SecretTable } from "./callers/secret-table";
import { Tenant } from "./callers/tenant";
import { TokenClaims } from "./callers/token";
import { Draw } from "./chance/draw";
import { Price } from "./limits/price";
import { Scopes } from "./limits/scopes";
import { Capabilities, CapabilityLimits } from "./model/capabilities";
import { Patience } from "./model/patience";
import { NO_REQUIREMENT, Requirement } from "./model/requirement";
import { Strategy } from "./model/strategy";
import { Provider } from "./provider/provider";
import { RuleSet } from "./rules/rule-set";

/** How a provider key is presented. */
export enum Auth {
  None = 0,
  /** `authorization: Bearer <key>`, RFC 6750. */
  Bearer = 1,
  /** `x-api-key`, Anthropic's. */
  XApiKey = 2,
  /** `api-key`, Azure's. */
  ApiKey = 3,
}

/** One dialect that a provider speaks, and where. */
export class Face {
  constructor(
    public dialect: Dialect,
    /** What stands before the dialect's own paths, without a slash at its end. */
    public path: Span,
    public auth: Auth,
  ) {}
}

/** One provider with one upstream model: what an attempt goes to. */
export class Target {
  /** Raw JSON string of the upstream model's name; ABSENT: the name that the caller asked for. */
  model: Span = ABSENT;
  authority: Span = ABSENT;
  scheme: Span = ABSENT;
  /** At least one; the first is for clients whose own dialect the provider does not speak. */
  faces: Array<Face> = [];
  traits: Traits = new Traits();
  /** Null: not known, and nothing is counted towards a budget. */
  price: Price | null = null;
  capabilities: Capabilities = new Capabilities();

  constructor(
    public id: Span,
    public provider: Provider,
  ) {}

  /** The face that speaks the client's own dialect; null if there is none. */
  nativeFace(client: Dialect): Face | null {
    for (let i = 0; i < this.faces.length; i++) {
      if (client.towards(this.faces[i].dialect) === client) return this.faces[i];
    }
    return null;
  }
}

/** A name that clients ask for, or a glob over names, and where it goes, in failover order. */
export class Model {
  targets: Array<Target> = [];
  /** One per target; 0 where the policy gives none. */
  weights: Array<f64> = [];
  /** One per target: the Envoy cluster whose failover order begins with it, `<model>@<index>`. */
  pools: Array<Span> = [];
  /** In place of the policy's cache mode, as a `CacheMode`; -1: none. */
  cache: i32 = -1;
  patience: Patience = new Patience();
  strategy: Strategy = Strategy.Priority;
  /** What its targets have to be, for every request. */
  require: Requirement = NO_REQUIREMENT;
  /** Of its targets. */
  limits: CapabilityLimits = new CapabilityLimits();

  constructor(
    /** Decoded. */
    public name: Span,
    /** As it stands in the policy: a raw JSON string. */
    public rawName: Span,
    public isGlob: bool,
  ) {}
}

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
  keys: Array<ClientKey> = [];
  secrets: SecretTable = new SecretTable(0);
  peers: Peers = new Peers();
  /** Null: no tokens are taken. */
  token: TokenClaims | null = null;
  /** The keys, tenants, models and provider keys that have limits. */
  scopes: Scopes = new Scopes();
  /** Null: the policy has no seed, and whoever loads it sees to chance. */
  draw: Draw | null = null;
  private providers: Array<Provider> = [];
  private targets: Map<u32, Array<Target>> = new Map();
  private exact: Map<u32, Array<Model>> = new Map();
  private globs: Array<Model> = [];
  private tenants: Map<u64, Tenant> = new Map();

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

  /** Which chats of the model are cached. */
  cacheMode(model: Model): CacheMode {
    const cache = this.cache;
    if (cache === null) return CacheMode.Off;
    return model.cache < 0 ? cache.mode : model.cache;
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

  addTenant(tenant: Tenant): void {
    this.tenants.set(hash64(tenant.id), tenant);
  }

  get hasTenants(): bool {
    return this.tenants.size > 0;
  }

  tenant(id: Span): Tenant | null {
    const key = hash64(id);
    if (!this.tenants.has(key)) return null;
    const found = this.tenants.get(key);
    return same(found.id, id) ? found : null;
  }
}
