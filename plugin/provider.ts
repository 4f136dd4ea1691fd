import { StreamContext } from "./abi/context";
import { property, setHeaderPairs } from "./abi/host";
import { continueResponse } from "./abi/other-stream";
import { DataStatus, HeadersStatus, MapType } from "./abi/types";
import { land } from "./cache/flights";
import { Operation } from "./dialect/operation";
import { openai } from "./dialect/registry";
import { Failure } from "./exchange/failure";
import { Exchange } from "./live/exchange";
import { findExchange } from "./live/exchanges";
import { forgetSilence, keepFromSilence } from "./live/quiet-streams";
import { Translation } from "./live/translation";
import { Target } from "./policy/model/target";
import { ProviderKey } from "./policy/provider/provider";
import { Cut, Start } from "./policy/race/race";
import { Answer } from "./provider/answer";
import { chargeAttempt } from "./provider/attempt-charge";
import { noteHealth } from "./provider/attempt-health";
import { ChatAnswer } from "./provider/chat-answer";
import { CompactedAnswer } from "./provider/compacted-answer";
import { EmbeddingAnswer } from "./provider/embedding-answer";
import { HeldHead } from "./provider/held-head";
import { KeepAlive } from "./provider/keep-alive";
import { readKeyLimits } from "./provider/key-limits";
import { PassedAnswer } from "./provider/passed-answer";
import { ProviderRequest } from "./provider/provider-request";
import { StreamedAnswer, streamedAnswer } from "./provider/streamed-answer";
import { failureReply } from "./reply/error-body";
import { sendOn } from "./route/pool";
import { milliseconds } from "./vm/clock";
import { countAttempt, countCancelled } from "./vm/metrics";
import { startsWith } from "./wire/span";

/** Of the host that Envoy's load balancer chose for this attempt: the target's id. */
const HOST_TARGET: string = "xds\0upstream_host_metadata\0filter_metadata\0headgate\0target";

/** The target of this attempt; a model's only one needs no question to the host. */
function chosenTarget(exchange: Exchange | null): Target | null {
  if (exchange === null) return null;
  const only = exchange.onlyTarget;
  return only !== null ? only : exchange.policy.target(property(HOST_TARGET));
}

function wholeAnswer(exchange: Exchange, target: Target, translation: Translation, head: HeldHead): Answer {
  switch (exchange.operation) {
    case Operation.Embeddings:
      return new EmbeddingAnswer(exchange, target, translation, head);
    case Operation.Compact:
      return new CompactedAnswer(exchange, target, translation, head);
    case Operation.CountTokens:
      return new PassedAnswer(exchange, target, translation, head);
    default:
      return new ChatAnswer(exchange, target, translation, head);
  }
}

/** Providers name their streams in many ways, but a document or a page by its own. A compressed one cannot be read here. */
function isStream(exchange: Exchange, head: HeldHead): bool {
  if (!exchange.facts.stream || head.status != 200 || exchange.operation != Operation.Chat) return false;
  const isDocument = startsWith(head.type, "application/json") || startsWith(head.type, "text/html");
  return !isDocument && head.isPlain;
}

/** The provider filter: one attempt, from the choice of its target to its last byte. */
export class Attempt extends StreamContext {
  private exchange: Exchange | null = null;
  private target: Target | null = null;
  /** Null: the provider asks for none. */
  private key: ProviderKey | null = null;
  /** Milliseconds since 1970. */
  private started: i64 = 0;
  private request: ProviderRequest | null = null;
  private translation: Translation | null = null;
  private head: HeldHead | null = null;
  private answer: Answer | null = null;
  /** Null: nobody minds its silence. */
  private kept: KeepAlive | null = null;

  constructor(private id: u32) {
    super();
  }

  onRequestHeaders(endOfStream: bool): HeadersStatus {
    const exchange = findExchange(property("headgate_exchange"));
    const target = chosenTarget(exchange);
    if (exchange === null || target === null) return this.refuse(exchange, null);
    this.exchange = exchange;
    this.target = target;
    this.started = milliseconds();
    const face = exchange.faceOf(target);
    const start = exchange.race.begin(target, face !== null);
    sendOn(exchange);
    if (start == Start.HeldBack) return HeadersStatus.StopIteration;
    if (start == Start.GivesUp || face === null) return this.refuse(exchange, exchange.race.final);
    const translation = new Translation(exchange, target, face);
    this.translation = translation;
    this.key = exchange.race.keyFor(target);
    const request = new ProviderRequest(exchange, target, translation, this.key);
    this.request = request;
    setHeaderPairs(MapType.RequestHeaders, request.headers());
    return HeadersStatus.Continue;
  }

  /** `failure` null: the VM was reloaded since the request came, or Envoy and the policy disagree: nothing here is known. */
  private refuse(exchange: Exchange | null, failure: Failure | null): HeadersStatus {
    const told = failure !== null ? failure : new Failure(503, "the gateway lost this request; send it again");
    failureReply(exchange === null ? openai : exchange.dialect, told, exchange).send();
    return HeadersStatus.StopIteration;
  }

  onRequestBody(size: i32, endOfStream: bool): DataStatus {
    const request = this.request;
    if (request === null || request.isUntouched) return DataStatus.Continue;
    if (!endOfStream) return DataStatus.StopIterationAndBuffer;
    request.send();
    return DataStatus.Continue;
  }

  onRequestTrailers(): bool {
    const request = this.request;
    if (request === null || request.isUntouched) return true;
    request.send();
    return true;
  }

  onResponseHeaders(endOfStream: bool): HeadersStatus {
    const exchange = this.exchange;
    const target = this.target;
    const translation = this.translation;
    if (exchange === null || target === null || translation === null) return HeadersStatus.Continue;
    const head = new HeldHead();
    this.head = head;
    const key = this.key;
    if (head.status < 400) exchange.race.answered(target, key);
    if (key !== null) readKeyLimits(exchange, target, key, translation, head);
    const answer = isStream(exchange, head)
      ? streamedAnswer(exchange, target, translation, head)
      : wholeAnswer(exchange, target, translation, head);
    answer.key = this.key;
    this.answer = answer;
    if (answer instanceof StreamedAnswer) this.keepAlive(exchange, changetype<StreamedAnswer>(answer));
    if (!endOfStream) return HeadersStatus.StopIteration;
    answer.onBody(0, true);
    return answer.heldBack ? HeadersStatus.StopIteration : HeadersStatus.Continue;
  }

  /** Where the model is to keep its clients from silence. */
  private keepAlive(exchange: Exchange, answer: StreamedAnswer): void {
    const model = exchange.model;
    if (model === null || model.patience.keepalive == 0) return;
    const kept = new KeepAlive(this.id, exchange, answer, milliseconds(), model.patience.keepalive);
    this.kept = kept;
    keepFromSilence(this.id, kept);
  }

  onResponseBody(size: i32, endOfStream: bool): DataStatus {
    const answer = this.answer;
    if (answer === null) return DataStatus.Continue;
    if (answer.heldBack) return DataStatus.StopIterationAndBuffer;
    const status = answer.onBody(size, endOfStream);
    const kept = this.kept;
    if (kept !== null) {
      kept.hear(milliseconds());
      if (kept.frees(endOfStream)) return DataStatus.StopIterationAndBuffer;
    }
    return answer.heldBack ? DataStatus.StopIterationAndBuffer : status;
  }

  onResponseTrailers(): void {
    const answer = this.answer;
    if (answer === null) return;
    answer.onTrailers();
  }

  onDone(): void {
    if (this.kept !== null) forgetSilence(this.id);
    const exchange = this.exchange;
    const target = this.target;
    const request = this.request;
    const answer = this.answer;
    const head = this.head;
    if (head !== null) head.free();
    if (exchange === null || target === null) return;
    if (request === null) return countAttempt(target.id, 0);
    request.free();
    const cut: Cut = answer !== null && answer.isSettled ? Cut.No : exchange.race.cutOff(target, this.started);
    if (cut == Cut.Overtaken) countCancelled(target.id);
    chargeAttempt(exchange, target, answer);
    noteHealth(exchange, target, answer, cut, this.started);
    if (answer === null) return countAttempt(target.id, 0);
    if (exchange.lastWord.stream != 0 && answer.breakOff()) continueResponse(exchange.lastWord.stream, this.id);
    const caching = exchange.caching;
    if (caching !== null && caching.filled) land(exchange, this.id);
    countAttempt(target.id, answer.outcome);
    answer.free();
  }
}
