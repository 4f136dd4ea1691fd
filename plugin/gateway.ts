import { StreamContext } from "./abi/context";
import { awaitReply, dropReply } from "./abi/dispatcher";
import {
  appendBody,
  headerPairs,
  nanoseconds,
  ownBody,
  ownHeaderPairs,
  property,
  replaceBody,
  setHeaderPairs,
  setProperty,
  setTextProperty,
} from "./abi/host";
import { continueRequest } from "./abi/other-stream";
import { BufferType, DataStatus, HeadersStatus, MapType } from "./abi/types";
import { land, waits } from "./cache/flights";
import { endpointOf } from "./dialect/endpoint";
import { Failure } from "./exchange/failure";
import { Stamp } from "./exchange/stamp";
import { admitBody } from "./gateway/admission";
import { spareBudget } from "./gateway/budget";
import { askCache } from "./gateway/cache";
import { chooseTargets } from "./gateway/choice";
import { codedSize, NO_HEADERS, refuseCoding } from "./gateway/coding";
import { leaveOutCooledDown } from "./gateway/cool-down";
import { decide } from "./gateway/decision";
import { enter } from "./gateway/endpoint";
import { identify } from "./gateway/identity";
import { releaseLimits, reserveLimits } from "./gateway/limits";
import { holdBody, holdHead, letGo } from "./gateway/memory";
import { answerLists } from "./gateway/model-list";
import { GO_ON, Next, Outcome, refuse, Wait, waitFor } from "./gateway/outcome";
import { RequestHead } from "./gateway/request-head";
import { findRule, followRule } from "./gateway/rules";
import { Exchange } from "./live/exchange";
import { addExchange, exchangeName, removeExchange } from "./live/exchanges";
import { Policy } from "./policy/policy";
import { statusOf, writeHead } from "./reply/answer-head";
import { failureBody, failureReply } from "./reply/error-body";
import { keepExplanation } from "./reply/explanation";
import { Reply } from "./reply/reply";
import { ControlPlane } from "./root/control-plane";
import { sendToFirst } from "./route/first-target";
import { hostEvidence, keyRing } from "./vm/health";
import { countCache, countRequest } from "./vm/metrics";
import { byteOrderMark } from "./wire/byte-order-mark";
import { ABSENT, length, Span } from "./wire/span";

/** The way of a request whose body is whole. */
enum Stage {
  Admission,
  Rule,
  Direction,
  Decision,
  Budget,
  Targets,
  Limits,
  Cache,
  CoolDown,
  Upstream,
}

/** What the caller is told in place of an answer that is none; null: the answer itself. */
function failureOf(exchange: Exchange, status: i32): Failure | null {
  return exchange.race.told(status, property("response\0code_details"), exchange.model);
}

/** The gateway filter: one request, from its head to its last byte. */
export class GatewayStream extends StreamContext {
  private exchange: Exchange | null = null;
  /** Where the request is, and what it waits for there; null: nothing. */
  private stage: Stage = Stage.Admission;
  private wait: Wait | null = null;
  /** Answered here, not by a provider: the response callbacks have nothing to add. */
  private replied: bool = false;
  /** What the caller got; 0: nothing. */
  private status: i32 = 0;
  /** Put in place of the response, whose head is held. */
  private replacement: Failure | null = null;

  constructor(
    private id: u32,
    private policy: Policy,
    /** Null: there is none to ask. */
    private controlPlane: ControlPlane | null,
  ) {
    super();
  }

  onRequestHeaders(endOfStream: bool): HeadersStatus {
    const pairs = ownHeaderPairs(MapType.RequestHeaders);
    const head = new RequestHead(pairs);
    const endpoint = endpointOf(head.path, head);
    const exchange = new Exchange(
      this.policy,
      endpoint,
      new Stamp(this.id, nanoseconds(), nanoseconds),
      keyRing,
      hostEvidence,
    );
    exchange.raw.headers = pairs;
    exchange.raw.query = endpoint.azureQuery ? ABSENT : head.query;
    this.exchange = exchange;
    let outcome = enter(exchange, head);
    if (outcome.goesOn) outcome = identify(exchange, head);
    if (outcome.goesOn) outcome = answerLists(exchange);
    if (outcome.goesOn && endOfStream) outcome = refuse(new Failure(400, "the request has no body"));
    if (outcome.goesOn) outcome = refuseCoding(exchange, head);
    if (outcome.goesOn) outcome = holdHead(exchange, head);
    this.take(exchange, outcome);
    return HeadersStatus.StopIteration;
  }

  onRequestBody(size: i32, endOfStream: bool): DataStatus {
    const goesOn = this.receive(size) && endOfStream && this.begin(size);
    return goesOn ? DataStatus.Continue : DataStatus.StopIterationAndBuffer;
  }

  /** What they say is Envoy's own, or for the gateway: no provider gets them. */
  onRequestTrailers(): bool {
    const exchange = this.exchange;
    if (exchange !== null) exchange.raw.codedSize = codedSize(headerPairs(MapType.RequestTrailers));
    setHeaderPairs(MapType.RequestTrailers, NO_HEADERS);
    return this.begin(i32.MAX_VALUE);
  }

  /** So much of the body is there. False: the caller has an answer. */
  private receive(size: i32): bool {
    const exchange = this.exchange;
    return exchange !== null && !this.replied && this.take(exchange, holdBody(exchange, size));
  }

  /** The body is whole. False: the request does not go on now. */
  private begin(size: i32): bool {
    const exchange = this.exchange;
    if (exchange === null || this.replied) return false;
    exchange.takeBody(ownBody(BufferType.RequestBody, size));
    const mark = byteOrderMark(exchange.raw.body);
    if (mark > 0) {
      replaceBody(BufferType.RequestBody, mark, ABSENT);
      exchange.takeBody(ownBody(BufferType.RequestBody, size - mark));
    }
    return this.walk(exchange);
  }

  /** Takes one step after the other, as long as each goes on. */
  private walk(exchange: Exchange): bool {
    while (this.stage <= Stage.Upstream) {
      const outcome = this.step(exchange);
      this.stage = outcome.next == Next.Again ? Stage.Admission : this.stage + 1;
      if (!this.take(exchange, outcome)) return false;
    }
    return true;
  }

  private step(exchange: Exchange): Outcome {
    switch (this.stage) {
      case Stage.Admission:
        return admitBody(exchange);
      case Stage.Rule:
        return findRule(exchange);
      case Stage.Direction:
        return followRule(exchange);
      case Stage.Decision:
        return decide(exchange, this.controlPlane);
      case Stage.Budget:
        return spareBudget(exchange);
      case Stage.Targets:
        return chooseTargets(exchange);
      case Stage.Limits:
        return reserveLimits(exchange);
      case Stage.Cache:
        return askCache(exchange);
      case Stage.CoolDown:
        return leaveOutCooledDown(exchange);
      default:
        return this.sendOn(exchange);
    }
  }

  /** Where the attempts find the exchange, and where the first of them goes. */
  private sendOn(exchange: Exchange): Outcome {
    addExchange(this.id, exchange);
    setProperty("headgate_exchange", exchangeName(this.id));
    if (exchange.facts.stream) setTextProperty("headgate_stream", "true");
    sendToFirst(exchange);
    return waits(exchange) ? waitFor(null) : GO_ON;
  }

  /** Turns a step's outcome into Envoy's verbs; false: the request does not go on now. */
  private take(exchange: Exchange, outcome: Outcome): bool {
    const failure = outcome.failure;
    const reply = outcome.reply;
    const wait = outcome.wait;
    if (failure !== null) this.send(failureReply(exchange.dialect, failure, exchange));
    if (reply !== null) this.send(reply);
    if (wait !== null) awaitReply(wait.token, this.id);
    this.wait = wait;
    if (outcome.next == Next.Again) {
      replaceBody(BufferType.RequestBody, length(exchange.raw.body), outcome.body);
      exchange.takeBody(outcome.body);
    }
    return outcome.next == Next.GoOn || outcome.next == Next.Again;
  }

  private send(reply: Reply): void {
    this.replied = true;
    this.status = reply.status;
    reply.send();
  }

  onCallResponse(headerCount: i32, bodySize: i32): void {
    const exchange = this.exchange;
    const wait = this.wait;
    this.wait = null;
    if (exchange === null || wait === null) return;
    if (this.take(exchange, wait.resume(exchange, headerCount, bodySize)) && this.walk(exchange)) continueRequest();
  }

  onResponseHeaders(endOfStream: bool): HeadersStatus {
    const exchange = this.exchange;
    if (this.replied || exchange === null) return HeadersStatus.Continue;
    const verdict = this.takeHead(exchange, endOfStream);
    keepExplanation(exchange, this.status);
    return verdict;
  }

  private takeHead(exchange: Exchange, endOfStream: bool): HeadersStatus {
    const pairs = headerPairs(MapType.ResponseHeaders);
    const status = statusOf(pairs);
    const failure: Failure | null = status < 400 ? null : failureOf(exchange, status);
    this.status = failure === null ? status : exchange.dialect.status(failure.status);
    if (failure !== null && endOfStream) {
      this.send(failureReply(exchange.dialect, failure, exchange));
      return HeadersStatus.StopIteration;
    }
    writeHead(exchange, pairs, status, failure);
    this.replacement = failure;
    return failure === null ? HeadersStatus.Continue : HeadersStatus.StopIteration;
  }

  onResponseBody(size: i32, endOfStream: bool): DataStatus {
    const exchange = this.exchange;
    if (exchange === null) return DataStatus.Continue;
    if (size == 0 && exchange.lastWord.event.size > 0) {
      appendBody(BufferType.ResponseBody, 0, exchange.lastWord.event.bytes);
      exchange.lastWord.event.clear();
    }
    const failure = this.replacement;
    if (failure === null || this.replied) return DataStatus.Continue;
    if (endOfStream) {
      replaceBody(BufferType.ResponseBody, size, failureBody(exchange.dialect, failure));
      return DataStatus.Continue;
    }
    // A whole answer was held until its end; a provider that failed inside its stream may hold that open.
    if (exchange.facts.stream) this.send(failureReply(exchange.dialect, failure, exchange));
    return DataStatus.StopIterationAndBuffer;
  }

  onResponseTrailers(): void {
    const exchange = this.exchange;
    const failure = this.replacement;
    if (exchange === null || failure === null || this.replied) return;
    this.send(failureReply(exchange.dialect, failure, exchange));
  }

  /** By now all is known that the access log may tell. */
  onLog(): void {
    const exchange = this.exchange;
    if (exchange !== null) keepExplanation(exchange, this.status);
  }

  onDone(): void {
    removeExchange(this.id);
    const wait = this.wait;
    if (wait !== null) dropReply(wait.token);
    const exchange = this.exchange;
    if (exchange === null) return;
    exchange.race.end(this.status != 0);
    land(exchange, this.id);
    releaseLimits(exchange);
    letGo(exchange);
    const model = exchange.model;
    const key = exchange.key;
    const name: Span = model === null ? ABSENT : model.name;
    const tenant: Span = key === null ? ABSENT : key.tenant;
    countRequest(exchange.dialect.name, name, tenant, this.status);
    const caching = exchange.caching;
    if (caching !== null) countCache(name, caching.outcomeName);
    exchange.free();
  }
}
