import { Dialect } from "../dialect/dialect";
import { EmbeddingDialect } from "../dialect/embedding-dialect";
import { Endpoint, Operation } from "../dialect/endpoint";
import { Facts } from "../exchange/facts";
import { ChatRequest } from "../exchange/request";
import { Splices } from "../exchange/splices";
import { Stamp } from "../exchange/stamp";
import { Admission } from "../policy/admission/admit";
import { CacheOutcome, Caching } from "../policy/cache/caching";
import { ClientKey } from "../policy/callers/client-key";
import { Reservation } from "../policy/limits/reservation";
import { Ask } from "../policy/limits/reserve";
import { Standing } from "../policy/limits/standing";
import { Face } from "../policy/model/face";
import { Model } from "../policy/model/model";
import { Target } from "../policy/model/target";
import { Policy } from "../policy/policy";
import { Race } from "../policy/race/race";
import { Rule } from "../policy/rules/rule";
import { Arena } from "../wire/arena";
import { Tape } from "../wire/json-tape";
import { Output } from "../wire/output";
import { ABSENT, Span, start } from "../wire/span";

/** Memory is used again, a number is not: it tells one body from every other. */
let bodies: u64 = 0;

/**
 * One request and its response. The gateway filter makes it; the provider filter finds it again in
 * each attempt, in the same memory.
 */
export class Exchange {
  /** The caller's key; null for an anonymous caller. */
  key: ClientKey | null = null;
  admission: Admission = new Admission(null);
  /** The client's body and its headers (serialised pairs), in memory of the exchange's own. */
  body: Span = ABSENT;
  /** Of all bodies of the VM; 0: there is none yet. */
  bodyNumber: u64 = 0;
  headers: Span = ABSENT;
  /** The rule that applied; null: none did. */
  rule: Rule | null = null;
  /** What that rule, or the decision that it asked for, says of the request. */
  tags: Array<Span> = [];
  private kept: Arena = new Arena();
  /** Of the client's URL, from the question mark on. */
  query: Span = ABSENT;
  /** What a provider of the client's own dialect gets that the client did not write; see Dialect.adjust. */
  adjustments: Splices = new Splices();
  /** What the exchange holds of its limits; null: nothing limits it. */
  reservation: Reservation | null = null;
  /** Its attempts, and what comes of them. */
  race: Race = new Race();
  /** What it takes of limits, as far as anybody's limits ask for it. */
  ask: Ask = new Ask();
  /** The ending filter's stream, see gateway/ending.ts; 0: none. */
  ending: u32 = 0;
  /** The end of the client's stream after the provider's broke off: its dialect's error event. */
  lastWord: Output = new Output();
  /** What the response cache is to it; null: off. */
  caching: Caching | null = null;

  constructor(
    public policy: Policy,
    public endpoint: Endpoint,
    public stamp: Stamp,
  ) {}

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

  /** ABSENT: no rule applied. */
  get ruleId(): Span {
    const rule = this.rule;
    return rule === null ? ABSENT : rule.id;
  }

  /** What is left to the caller of its limits, if it is to be told. */
  get standing(): Standing | null {
    const reservation = this.reservation;
    return reservation !== null && reservation.standing.isTold ? reservation.standing : null;
  }

  get facts(): Facts {
    return this.admission.facts;
  }

  get model(): Model | null {
    return this.admission.model;
  }

  /** The client's request in the neutral form; null if no target needs it. */
  get request(): ChatRequest | null {
    return this.admission.request;
  }

  /** Answered from the response cache: no provider was asked, nothing is to be paid. */
  get cacheHit(): bool {
    const caching = this.caching;
    return caching !== null && caching.outcome == CacheOutcome.Hit;
  }

  /** What the client asked, as far as its own dialect's writer has to know; read now if no target needed it. */
  get clientRequest(): ChatRequest {
    const known = this.request;
    if (known !== null) return known;
    const request = new ChatRequest(this.dialect.fields);
    const tape = new Tape();
    if (tape.scan(this.body)) this.dialect.readRequest(tape, request);
    tape.free();
    this.admission.request = request;
    return request;
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

  /** The client's body, or one in its place, as if that had been sent: in memory that is the exchange's from now on. */
  takeBody(body: Span): void {
    if (this.body != ABSENT) heap.free(start(this.body));
    this.body = body;
    bodies += 1;
    this.bodyNumber = bodies;
  }

  /** Of the bytes a copy is kept. */
  tag(tag: Span): void {
    this.tags.push(this.kept.keep(tag));
  }

  free(): void {
    this.admission.free();
    this.kept.free();
    this.lastWord.free();
    if (this.body != ABSENT) heap.free(start(this.body));
    if (this.headers != ABSENT) heap.free(start(this.headers));
    this.body = ABSENT;
    this.headers = ABSENT;
  }
}
