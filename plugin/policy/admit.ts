import { Dialect } from "../dialect/dialect";
import { EmbeddingRequest } from "../exchange/embedding";
import { Facts } from "../exchange/facts";
import { Failure } from "../exchange/failure";
import { ChatRequest } from "../exchange/request";
import { Tape } from "../wire/json-tape";
import { Span, text } from "../wire/span";
import { ClientKey } from "./client-key";
import { Face, Model, Policy } from "./policy";

/** The outcome of admission: a failure to answer with, or where the request may go. */
export class Admission {
  failure: Failure | null = null;
  facts: Facts = new Facts();
  /** Null: an anonymous caller, who may use everything. */
  key: ClientKey | null = null;
  model: Model | null = null;
  /** Indices of the model's targets that may serve the request, in the order in which to try them. */
  candidates: Array<i32> = [];
  /** By the target's index: the face that takes the request; null for none. */
  faces: Array<Face | null> = [];
  /** Read only where a target speaks another dialect than the client. */
  request: ChatRequest | null = null;
  /** Likewise, of a request for embeddings. */
  embedding: EmbeddingRequest | null = null;
  /** The request holds what another dialect's provider made: its own dialect's writer leaves that out. */
  rewritten: bool = false;

  refuse(failure: Failure): Admission {
    this.failure = failure;
    return this;
  }

  /** Whether the caller's request may go to the model's target of that index. */
  mayReach(index: i32): bool {
    const key = this.key;
    const model = this.model;
    return key === null || model === null || key.mayReach(model.targets[index], this.facts.model);
  }

  /** Another model in place of the one that was asked for, if the caller may use it. `rawModel`: a raw JSON string. */
  use(policy: Policy, key: ClientKey | null, rawModel: Span): Failure | null {
    this.facts.use(rawModel);
    const refusal = mayAsk(policy, key, this.facts.model);
    if (refusal === null) this.model = policy.model(this.facts.model);
    else this.facts.use(this.facts.writtenModel);
    return refusal;
  }

  free(): void {
    this.facts.free();
    const request = this.request;
    if (request !== null) request.free();
  }
}

/** Reads a request's body: what it asks for, and whether the caller may. */
export function admit(policy: Policy, key: ClientKey | null, dialect: Dialect, body: Span, tape: Tape): Admission {
  const admission = new Admission();
  admission.key = key;
  if (!tape.scan(body)) {
    const at = tape.errorAt.toString();
    return admission.refuse(new Failure(400, "the request body " + tape.problem + " (at byte " + at + ")"));
  }
  const facts = admission.facts;
  const unclear = facts.read(tape, dialect.streamsByDefault());
  if (unclear !== null) return admission.refuse(unclear);
  const refusal = mayAsk(policy, key, facts.model);
  if (refusal !== null) return admission.refuse(refusal);
  admission.model = policy.model(facts.model);
  return admission;
}

/** Why the caller does not get this model; null if it does. What it may not use is not told from what is not there. */
export function mayAsk(policy: Policy, key: ClientKey | null, name: Span): Failure | null {
  const model = policy.model(name);
  if (key !== null && (!key.mayUse(name) || (model !== null && !reachesAny(key, model, name)))) return denied(name);
  return model === null ? new Failure(404, "the model '" + text(name) + "' does not exist here", "model") : null;
}

export function denied(model: Span): Failure {
  return new Failure(403, "this key may not use the model '" + text(model) + "'", "model");
}

/** Whether one of the model's targets at least is open to the key, for a request that asks for `name`. */
function reachesAny(key: ClientKey, model: Model, name: Span): bool {
  for (let i = 0; i < model.targets.length; i++) if (key.mayReach(model.targets[i], name)) return true;
  return false;
}

/** The names that a caller may ask for, as raw JSON strings; exact names only, since globs name no model. */
export function catalogue(policy: Policy, key: ClientKey | null): Array<Span> {
  const names: Array<Span> = [];
  for (let i = 0; i < policy.models.length; i++) {
    const model = policy.models[i];
    if (model.isGlob) continue;
    if (key === null || (key.mayUse(model.name) && reachesAny(key, model, model.name))) names.push(model.rawName);
  }
  return names;
}
