import { Exchange } from "../exchange/exchange";
import { Failure } from "../exchange/failure";
import { ChatRequest } from "../exchange/request";
import { Tape } from "../wire/json-tape";
import { Span, text } from "../wire/span";
import { ClientKey } from "./client-key";
import { orderTargets } from "./order-targets";
import { Model, Policy } from "./policy";

/**
 * What, may it, which and where: reads the exchange's body and chooses its targets. The outcome is the
 * failure to answer with, or null: go on. `random`: any number, for the choice by weight.
 */
export function admit(exchange: Exchange, tape: Tape, random: u32): Failure | null {
  if (!tape.scan(exchange.body)) {
    return new Failure(400, "the request body is not valid JSON (at byte " + tape.errorAt.toString() + ")");
  }
  const facts = exchange.facts;
  const unclear = facts.read(tape, exchange.dialect.streamsByDefault());
  if (unclear !== null) return unclear;
  const key = exchange.key;
  if (key !== null && !key.mayUse(facts.model)) {
    return new Failure(403, "this key may not use the model '" + text(facts.model) + "'", "model");
  }
  const model = exchange.policy.model(facts.model);
  if (model === null) {
    return new Failure(404, "the model '" + text(facts.model) + "' does not exist here", "model");
  }
  exchange.model = model;
  const refusal = readForOthers(exchange, model, tape);
  exchange.candidates = orderTargets(model, exchange.dialect, refusal !== null, random);
  return exchange.candidates.length == 0 ? refusal : null;
}

/** Reads the request whole if a target speaks another dialect; why that cannot be, if it cannot. */
function readForOthers(exchange: Exchange, model: Model, tape: Tape): Failure | null {
  let others = false;
  for (let i = 0; i < model.targets.length; i++) others = others || model.targets[i].dialect !== exchange.dialect;
  if (!others) return null;
  const request = new ChatRequest();
  request.stream = exchange.facts.stream;
  const refusal = exchange.dialect.readRequest(tape, request);
  if (refusal === null) exchange.request = request;
  return refusal;
}

/** The names that a caller may ask for: exact names only, since globs name no model. */
export function catalogue(policy: Policy, key: ClientKey | null): Array<Span> {
  const names: Array<Span> = [];
  for (let i = 0; i < policy.models.length; i++) {
    const model = policy.models[i];
    if (!model.isGlob && (key === null || key.mayUse(model.name))) names.push(model.rawName);
  }
  return names;
}
