import { Operation } from "../dialect/operation";
import { AnswerHead } from "../exchange/answer-head";
import { estimateTokens, tokensOf } from "../exchange/estimate";
import { Exchange } from "../live/exchange";
import { Estimate } from "../policy/limits/estimate";
import { reserve } from "../policy/limits/limit-check";
import { Reservation } from "../policy/limits/reservation";
import { Scope } from "../policy/limits/scope";
import { Target } from "../policy/model/target";
import { limitReply } from "../reply/error-body";
import { milliseconds } from "../vm/clock";
import { books } from "../vm/limits";
import { countLimited } from "../vm/metrics";
import { wholeNumber } from "../wire/json-number";
import { ABSENT, length } from "../wire/span";
import { answer, GO_ON, Outcome } from "./outcome";

/** Takes what the request needs of its limits, or says which of them keeps it out. */
export function reserveLimits(exchange: Exchange): Outcome {
  const reservation = reservationOf(exchange);
  if (reservation === null) return GO_ON;
  const refusal = reservation.refusal;
  if (refusal === null) {
    exchange.claim.reservation = reservation;
    return GO_ON;
  }
  const key = exchange.key;
  countLimited(key === null ? ABSENT : key.tenant, refusal.limit);
  const head = new AnswerHead(milliseconds());
  reservation.remainder.tell(head);
  return answer(limitReply(exchange, refusal, head));
}

/** Null: nothing limits the exchange. */
function reservationOf(exchange: Exchange): Reservation | null {
  const scopes = scopesOf(exchange);
  const estimate = exchange.claim.estimate;
  estimate.bytes = length(exchange.raw.body);
  estimate.isFree = exchange.operation == Operation.CountTokens;
  let needsTokens = keysCountTokens(exchange);
  for (let i = 0; i < scopes.length; i++) needsTokens = needsTokens || scopes[i].countsTokens;
  if (needsTokens && !estimate.isFree) estimateTaken(exchange, estimate);
  return scopes.length == 0 ? null : reserve(books, scopes, estimate, milliseconds());
}

/** Whether a provider key that may be used has limits of tokens or money. */
function keysCountTokens(exchange: Exchange): bool {
  const model = exchange.model;
  if (model === null) return false;
  const candidates = exchange.admission.candidates;
  for (let i = 0; i < candidates.length; i++) if (model.targets[candidates[i]].provider.countsTokens) return true;
  return false;
}

/** The caller's key and tenant, and the model, as far as they have limits. */
export function scopesOf(exchange: Exchange): Array<Scope> {
  const found: Array<Scope> = [];
  const scopes = exchange.policy.scopes;
  if (scopes.isEmpty) return found;
  const key = exchange.key;
  const model = exchange.model;
  if (key !== null) {
    add(scopes.find("key", key.id), found);
    add(scopes.find("tenant", key.tenant), found);
  }
  if (model !== null) add(scopes.find("model", model.name), found);
  return found;
}

function add(scope: Scope | null, into: Array<Scope>): void {
  if (scope !== null) into.push(scope);
}

function estimateTaken(exchange: Exchange, estimate: Estimate): void {
  if (exchange.embeddings !== null) estimateEmbedding(exchange, estimate);
  else estimateChat(exchange, estimate);
  estimate.cost = dearest(exchange, estimate);
}

function estimateEmbedding(exchange: Exchange, estimate: Estimate): void {
  const request = exchange.request.embedding;
  let bytes: i64 = 0;
  if (request === null) bytes = estimate.bytes;
  else for (let i = 0; i < request.inputs.length; i++) bytes += length(request.inputs[i]);
  estimate.prompt = tokensOf(bytes);
}

function estimateChat(exchange: Exchange, estimate: Estimate): void {
  const request = exchange.request.chat;
  estimate.prompt = request === null ? tokensOf(estimate.bytes) : estimateTokens(request);
  if (request !== null && request.maxTokens != ABSENT) estimate.output = max(wholeNumber(request.maxTokens), 0);
}

/** What the request costs at the dearest of the targets that may serve it. */
function dearest(exchange: Exchange, estimate: Estimate): i64 {
  const model = exchange.model;
  if (model === null) return 0;
  let most: i64 = 0;
  const candidates = exchange.admission.candidates;
  for (let i = 0; i < candidates.length; i++) {
    const target: Target = model.targets[candidates[i]];
    const price = target.price;
    if (price !== null) most = max(most, price.of(estimate.prompt, 0, estimate.output));
  }
  return most;
}

/** The request is over; what its attempts still take is theirs to settle. */
export function releaseLimits(exchange: Exchange): void {
  const reservation = exchange.claim.reservation;
  if (reservation !== null) reservation.release(milliseconds());
}
