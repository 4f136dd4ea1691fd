import { ClientRequest } from "../dialect/client-request";
import { Dialect } from "../dialect/dialect";
import { EmbeddingDialect } from "../dialect/embedding-dialect";
import { Endpoint } from "../dialect/endpoint";
import { Operation } from "../dialect/operation";
import { Facts } from "../exchange/facts";
import { Stamp } from "../exchange/stamp";
import { Admission } from "../policy/admission/admission";
import { forgetThoughts } from "../policy/admission/forgotten-thoughts";
import { Caching } from "../policy/cache/caching";
import { ClientKey } from "../policy/callers/client-key";
import { Claim } from "../policy/limits/claim";
import { Holding } from "../policy/memory/shares";
import { Face } from "../policy/model/face";
import { Model } from "../policy/model/model";
import { Target } from "../policy/model/target";
import { Policy } from "../policy/policy";
import { HostEvidence } from "../policy/race/host-evidence";
import { KeyRing } from "../policy/race/key-ring";
import { Race } from "../policy/race/race";
import { ABSENT, hash64, length, Span, span, start } from "../wire/span";
import { AppliedRule } from "./applied-rule";
import { LastWord } from "./last-word";
import { RawRequest } from "./raw-request";

/** Of either end of a body, to tell it from others. */
const MOST_HASHED: i32 = 64 * 1024;

function slice(body: Span, from: i32): Span {
  return span(start(body) + from, MOST_HASHED);
}

/**
 * One request and its response. The gateway filter makes it; the provider filter finds it again in
 * each attempt, in the same memory.
 */
export class Exchange {
  /** The caller's key; null for an anonymous caller. */
  key: ClientKey | null = null;
  admission: Admission = new Admission(null);
  /** What of this worker's memory it takes. */
  holding: Holding = new Holding(0, 0);
  raw: RawRequest = new RawRequest();
  /** What its dialect reads in the raw body. */
  request: ClientRequest;
  applied: AppliedRule = new AppliedRule();
  /** Its attempts, and what comes of them. */
  race: Race;
  lastWord: LastWord = new LastWord();
  /** The budget whose soft end gave it a cheaper model: `tenant usd_per_month`; empty: none. */
  softEnd: string = "";
  /** What the response cache is to it; null: off. */
  caching: Caching | null = null;
  /** 0: nobody has asked for it yet. */
  private hash: u64 = 0;

  constructor(
    public policy: Policy,
    public endpoint: Endpoint,
    public stamp: Stamp,
    keys: KeyRing,
    evidence: HostEvidence,
  ) {
    this.request = new ClientRequest(endpoint.dialect, endpoint.embeddings, ABSENT);
    this.race = new Race(keys, evidence);
  }

  get dialect(): Dialect {
    return this.endpoint.dialect;
  }

  get operation(): Operation {
    return this.endpoint.operation;
  }

  /** The client's shape of embeddings; null for every other operation. */
  get embeddings(): EmbeddingDialect | null {
    return this.endpoint.embeddings;
  }

  get claim(): Claim {
    return this.race.claim;
  }

  get facts(): Facts {
    return this.admission.facts;
  }

  get model(): Model | null {
    return this.admission.model;
  }

  /** Of its caller and its body: the same request again has the same. Of a long body its ends have to do. */
  get fingerprint(): u64 {
    if (this.hash != 0) return this.hash;
    const key = this.key;
    const body = this.raw.body;
    const size = length(body);
    const caller: u64 = key === null ? 0 : hash64(key.id);
    const ends =
      size <= 2 * MOST_HASHED ? hash64(body) : hash64(slice(body, 0)) ^ (hash64(slice(body, size - MOST_HASHED)) << 1);
    this.hash = ends ^ (caller * 0x9e3779b97f4a7c15) ^ <u64>size;
    return this.hash;
  }

  /** The target of a model that has no other. */
  get onlyTarget(): Target | null {
    const model = this.model;
    return model !== null && model.targets.length == 1 ? model.targets[0] : null;
  }

  /** The face of the target that takes this request; null if it cannot. */
  faceOf(target: Target): Face | null {
    const model = this.model;
    if (model === null) return null;
    const index = model.targets.indexOf(target);
    return index >= 0 && index < this.admission.faces.length ? this.admission.faces[index] : null;
  }

  /** The pool in which an attempt at the model's target of that index starts. */
  poolOf(index: i32): Span {
    const model = this.model;
    return model === null || index < 0 || index >= model.pools.length ? ABSENT : model.pools[index];
  }

  /** What the model thought in earlier turns is left out of further attempts. False: there is nothing to leave out. */
  forgetThoughts(): bool {
    return this.operation == Operation.Chat && forgetThoughts(this.admission, this.request);
  }

  /** The client's body, or one in its place, as if that had been sent: its memory belongs to the exchange from now on. */
  takeBody(body: Span): void {
    this.request.free();
    this.raw.takeBody(body);
    this.request = new ClientRequest(this.dialect, this.embeddings, body);
  }

  free(): void {
    this.admission.free();
    this.request.free();
    this.raw.free();
    this.applied.free();
    this.lastWord.event.free();
  }
}
