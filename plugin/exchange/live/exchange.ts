import { Dialect } from "../../dialect/dialect";
import { Admission } from "../../policy/admit";
import { ClientKey } from "../../policy/client-key";
import { Model, Policy, Target } from "../../policy/policy";
import { Tape } from "../../wire/json-tape";
import { Output } from "../../wire/output";
import { ABSENT, Span, start } from "../../wire/span";
import { Facts } from "../facts";
import { Failure } from "../failure";
import { ChatRequest } from "../request";
import { Stamp } from "../stamp";

/**
 * One request and its response. The gateway filter makes it; the provider filter finds it again in
 * each attempt, in the same memory.
 */
export class Exchange {
  /** The caller's key; null for an anonymous caller. */
  key: ClientKey | null = null;
  admission: Admission = new Admission();
  /** The client's body and its headers (serialised pairs), in memory of the exchange's own. */
  body: Span = ABSENT;
  headers: Span = ABSENT;
  /** Of the client's URL, from the question mark on. */
  query: Span = ABSENT;
  /** Why the last attempt that got an answer has none for the client; null: the answer goes through as it is. */
  failure: Failure | null = null;
  /** The ending filter's stream, see gateway/ending.ts; 0: none. */
  ending: u32 = 0;
  /** The end of the client's stream after the provider's broke off: its dialect's error event. */
  lastWord: Output = new Output();
  /** The client has left, or has all it will get. */
  closed: bool = false;

  constructor(
    public policy: Policy,
    public dialect: Dialect,
    public stamp: Stamp,
  ) {}

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

  /** What the client asked, as far as its own dialect's writer has to know; read now if no target needed it. */
  get clientRequest(): ChatRequest {
    const known = this.request;
    if (known !== null) return known;
    const request = new ChatRequest();
    const tape = new Tape();
    if (tape.scan(this.body)) this.dialect.readRequest(tape, request);
    tape.free();
    return request;
  }

  /** The target of a model that has no other. */
  get onlyTarget(): Target | null {
    const model = this.model;
    return model !== null && model.targets.length == 1 ? model.targets[0] : null;
  }

  /** The pool in which the attempt after one at `target` starts; the exchange starts over behind its last. */
  poolAfter(target: Target): Span {
    const model = this.model;
    if (model === null) return ABSENT;
    const candidates = this.admission.candidates;
    let position = -1;
    for (let i = 0; i < candidates.length; i++) {
      if (model.targets[candidates[i]] === target) position = i;
    }
    return model.pools[candidates[(position + 1) % candidates.length]];
  }

  free(): void {
    this.facts.free();
    this.lastWord.free();
    if (this.body != ABSENT) heap.free(start(this.body));
    if (this.headers != ABSENT) heap.free(start(this.headers));
    this.body = ABSENT;
    this.headers = ABSENT;
  }
}
