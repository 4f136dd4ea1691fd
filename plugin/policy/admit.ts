import { Dialect } from "../dialect/dialect";
import { Facts } from "../exchange/facts";
import { Failure } from "../exchange/failure";
import { ChatRequest } from "../exchange/request";
import { Tape } from "../wire/json-tape";
import { Span, text } from "../wire/span";
import { ClientKey } from "./client-key";
import { orderTargets } from "./order-targets";
import { Model, Policy } from "./policy";

/** The outcome of admission: a failure to answer with, or where the request may go. */
export class Admission {
  failure: Failure | null = null;
  facts: Facts = new Facts();
  model: Model | null = null;
  /** Indices of the model's targets that may serve the request, in the order in which to try them. */
  candidates: Array<i32> = [];
  /** Read only where a target speaks another dialect than the client. */
  request: ChatRequest | null = null;

  refuse(failure: Failure): Admission {
    this.failure = failure;
    return this;
  }
}

/**
 * What, may it, which and where: reads a request's body and chooses its targets. `key` null: an
 * anonymous caller, who may use everything. `random`: any number, for the choice by weight.
 */
export function admit(
  policy: Policy,
  key: ClientKey | null,
  dialect: Dialect,
  body: Span,
  tape: Tape,
  random: u32,
): Admission {
  const admission = new Admission();
  if (!tape.scan(body)) {
    const at = tape.errorAt.toString();
    return admission.refuse(new Failure(400, "the request body " + tape.problem + " (at byte " + at + ")"));
  }
  const facts = admission.facts;
  const unclear = facts.read(tape, dialect.streamsByDefault());
  if (unclear !== null) return admission.refuse(unclear);
  if (key !== null && !key.mayUse(facts.model)) {
    return admission.refuse(new Failure(403, "this key may not use the model '" + text(facts.model) + "'", "model"));
  }
  const model = policy.model(facts.model);
  if (model === null) {
    return admission.refuse(new Failure(404, "the model '" + text(facts.model) + "' does not exist here", "model"));
  }
  admission.model = model;
  const refusal: Failure | null = model.speaksOnly(dialect) ? null : readRequest(admission, dialect, tape);
  admission.candidates = orderTargets(model, dialect, refusal !== null, random);
  if (admission.candidates.length == 0) admission.failure = refusal;
  return admission;
}

/** Why only a target of the client's own dialect can take the request, if that is so. */
function readRequest(admission: Admission, dialect: Dialect, tape: Tape): Failure | null {
  const request = new ChatRequest();
  request.stream = admission.facts.stream;
  const refusal = dialect.readRequest(tape, request);
  if (refusal === null) admission.request = request;
  return refusal;
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
