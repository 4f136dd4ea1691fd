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

  free(): void {
    this.facts.free();
    const request = this.request;
    if (request !== null) request.free();
  }
}

/** Reads a request's body: what it asks for, and whether the caller may. `key` null: an anonymous caller, who may use everything. */
export function admit(policy: Policy, key: ClientKey | null, dialect: Dialect, body: Span, tape: Tape): Admission {
  const admission = new Admission();
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

/** Why the caller does not get this model; null if it does. */
export function mayAsk(policy: Policy, key: ClientKey | null, model: Span): Failure | null {
  if (key !== null && !key.mayUse(model)) {
    return new Failure(403, "this key may not use the model '" + text(model) + "'", "model");
  }
  if (policy.model(model) === null) {
    return new Failure(404, "the model '" + text(model) + "' does not exist here", "model");
  }
  return null;
}

/** The names that a caller may ask for, as raw JSON strings; exact names only, since globs name no model. */
export function catalogue(policy: Policy, key: ClientKey | null): Array<Span> {
  const names: Array<Span> = [];
  for (let i = 0; i < policy.models.length; i++) {
    const model = policy.models[i];
    if (!model.isGlob && (key === null || key.mayUse(model.name))) names.push(model.rawName);
  }
  return names;
}
