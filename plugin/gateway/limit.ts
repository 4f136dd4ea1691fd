import { headerPairs, setHeaderPairs } from "../abi/host";
import { MapType } from "../abi/types";
import { Operation } from "../dialect/endpoint";
import { AnswerHead } from "../exchange/answer-head";
import { estimateTokens, tokensOf } from "../exchange/estimate";
import { ChatRequest } from "../exchange/request";
import { Exchange } from "../live/exchange";
import { Reservation } from "../policy/limits/reservation";
import { Ask, reserve } from "../policy/limits/reserve";
import { Scope } from "../policy/limits/scope";
import { Target } from "../policy/model/target";
import { books } from "../vm/books";
import { milliseconds } from "../vm/clock";
import { HeaderReader, HeaderWriter } from "../wire/header-list";
import { wholeNumber } from "../wire/json-number";
import { Tape } from "../wire/json-tape";
import { ABSENT, length } from "../wire/span";

/** Lets the exchange in, or says why not; null: nothing limits it. `tape`: the client's request. */
export function limit(exchange: Exchange, tape: Tape): Reservation | null {
  const scopes = scopesOf(exchange);
  const ask = exchange.ask;
  ask.bytes = length(exchange.body);
  ask.isFree = exchange.operation == Operation.CountTokens;
  let needsTokens = keysCountTokens(exchange);
  for (let i = 0; i < scopes.length; i++) needsTokens = needsTokens || scopes[i].countsTokens;
  if (needsTokens && !ask.isFree) estimate(exchange, tape, ask);
  return scopes.length == 0 ? null : reserve(books, scopes, ask, milliseconds());
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
function scopesOf(exchange: Exchange): Array<Scope> {
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

function estimate(exchange: Exchange, tape: Tape, ask: Ask): void {
  const embedding = exchange.admission.embedding;
  if (embedding !== null) {
    let bytes: i64 = 0;
    for (let i = 0; i < embedding.inputs.length; i++) bytes += length(embedding.inputs[i]);
    ask.prompt = tokensOf(bytes);
  } else {
    const request = readRequest(exchange, tape);
    ask.prompt = request === null ? tokensOf(ask.bytes) : estimateTokens(request);
    if (request !== null && request.maxTokens != ABSENT) ask.output = max(wholeNumber(request.maxTokens), 0);
  }
  ask.cost = dearest(exchange, ask);
}

/** Null: it holds what only its own dialect can say. */
function readRequest(exchange: Exchange, tape: Tape): ChatRequest | null {
  const known = exchange.request;
  if (known !== null) return known;
  const request = new ChatRequest(exchange.dialect.fields);
  if (exchange.dialect.readRequest(tape, request) === null) {
    exchange.admission.request = request;
    return request;
  }
  request.free();
  return null;
}

/** What the request costs at the dearest of the targets that may serve it. */
function dearest(exchange: Exchange, ask: Ask): i64 {
  const model = exchange.model;
  if (model === null) return 0;
  let most: i64 = 0;
  const candidates = exchange.admission.candidates;
  for (let i = 0; i < candidates.length; i++) {
    const target: Target = model.targets[candidates[i]];
    const price = target.price;
    if (price !== null) most = max(most, price.of(ask.prompt, 0, ask.output));
  }
  return most;
}

const writer = new HeaderWriter();

/** Tells the caller its own limits, in place of those that the provider has for the gateway's key. */
export function tellStanding(exchange: Exchange): void {
  const reservation = exchange.reservation;
  if (reservation === null || !reservation.standing.isTold) return;
  const head = new AnswerHead(milliseconds());
  reservation.standing.tell(head);
  writer.clear();
  const told = new HeaderReader(headerPairs(MapType.ResponseHeaders));
  while (told.next()) {
    if (!exchange.dialect.isRateLimit(told.name)) writer.add(told.name, told.value);
  }
  exchange.dialect.writeHead(head, writer);
  setHeaderPairs(MapType.ResponseHeaders, writer.bytes);
}

/** The request is over; what its attempts still take is theirs to settle. */
export function letGo(exchange: Exchange): void {
  const reservation = exchange.reservation;
  if (reservation !== null) reservation.release(milliseconds());
}
