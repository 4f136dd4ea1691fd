import { StreamContext } from "./abi/context";
import { dropReply } from "./abi/dispatcher";
import {
  appendBody,
  header,
  nanoseconds,
  ownBody,
  ownHeaderPairs,
  property,
  removeHeader,
  replaceBody,
  setNumberHeader,
  setProperty,
  setTextHeader,
  setTextProperty,
} from "./abi/host";
import { continueRequest } from "./abi/other-stream";
import { BufferType, DataStatus, HeadersStatus, MapType } from "./abi/types";
import { answerFromCache } from "./cache/answer-from-cache";
import { land, waits } from "./cache/flights";
import { endpointOf, Operation } from "./dialect/endpoint";
import { GREETING, writeShow, writeTokenCount } from "./dialect/registry";
import { AnswerHead } from "./exchange/answer-head";
import { estimateTokens } from "./exchange/estimate";
import { Failure } from "./exchange/failure";
import { holdsMark } from "./exchange/opaque";
import { ChatRequest } from "./exchange/request";
import { Stamp } from "./exchange/stamp";
import { ask, follow, replyOf } from "./gateway/ask";
import { callerOf } from "./gateway/caller";
import { withoutCoolDowns } from "./gateway/cool-down";
import { followRules } from "./gateway/follow-rules";
import { letGo, limit, tellStanding } from "./gateway/limit";
import { writeOwnAnswer } from "./gateway/own-answer";
import { RequestHead } from "./gateway/request-head";
import { Exchange } from "./live/exchange";
import { addExchange, exchangeName, removeExchange } from "./live/exchanges";
import { admit } from "./policy/admission/admit";
import { cachingOf } from "./policy/cache/caching";
import { Policy } from "./policy/policy";
import { chooseForChat, chooseNative } from "./policy/routing/choose-for-chat";
import { chooseForEmbeddings } from "./policy/routing/choose-for-embeddings";
import { Decision } from "./policy/rules/decision";
import { envoyFailure } from "./reply/envoy-failure";
import { explainAnswer, keepExplanation } from "./reply/explain";
import { failureBody, newDocument, replyDocument, replyFailure, replyRefusal, replyText } from "./reply/reply";
import { ControlPlane } from "./root/control-plane";
import { setOut } from "./route/first-target";
import { milliseconds } from "./vm/clock";
import { drawOf } from "./vm/draw";
import { standings } from "./vm/health";
import { countCache, countLimited, countRequest } from "./vm/metrics";
import { wholeNumber } from "./wire/json-number";
import { Tape } from "./wire/json-tape";
import { ABSENT, is, Span, text } from "./wire/span";

const tape = new Tape();

/** The gateway filter: one request, from its head to its last byte. */
export class GatewayStream extends StreamContext {
  private exchange: Exchange | null = null;
  /** Answered here, not by a provider: the response callbacks have nothing to add. */
  private replied: bool = false;
  /** What the caller got; 0: nothing. */
  private status: i32 = 0;
  /** Put in place of the response, whose head is held. */
  private replacement: Failure | null = null;
  /** What is asked while the request waits, and the token of the call. */
  private decision: Decision | null = null;
  private call: u32 = 0;

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
    const endpoint = endpointOf(head.path, head.speaksAnthropic, head.sendsApiKey);
    const exchange = new Exchange(this.policy, endpoint, new Stamp(this.id, nanoseconds(), nanoseconds));
    exchange.headers = pairs;
    exchange.query = head.query;
    this.exchange = exchange;

    if (endpoint.operation == Operation.None) {
      return this.refuse(new Failure(404, "no such endpoint: " + text(head.path)));
    }
    if (!endpoint.takes(head.method)) {
      const message = text(head.path) + " takes " + endpoint.method + " only";
      return this.refuse(new Failure(405, message), endpoint.method);
    }
    if (endpoint.operation == Operation.Ping) return this.answerPing();
    const failure = this.identify(exchange, head);
    if (failure !== null) return this.refuse(failure);
    if (endpoint.method == "GET") return this.answerOwn(exchange);
    if (endOfStream) return this.refuse(new Failure(400, "the request has no body"));
    return HeadersStatus.StopIteration;
  }

  private identify(exchange: Exchange, head: RequestHead): Failure | null {
    if (this.policy.anonymous) return null;
    const caller = callerOf(this.policy.callers, head, exchange.stamp.seconds);
    exchange.key = caller.key;
    return caller.failure;
  }

  /** Ollama's clients ask this before they know of keys. */
  private answerPing(): HeadersStatus {
    this.replied = true;
    this.status = 200;
    replyText(GREETING);
    return HeadersStatus.StopIteration;
  }

  private answerOwn(exchange: Exchange): HeadersStatus {
    const failure = writeOwnAnswer(exchange.endpoint, this.policy, exchange.key, newDocument());
    return failure !== null ? this.refuse(failure) : this.answerDocument();
  }

  /** Answers with what was written into the new document. */
  private answerDocument(approximated: string = ""): HeadersStatus {
    this.replied = true;
    this.status = 200;
    replyDocument(approximated);
    return HeadersStatus.StopIteration;
  }

  private refuse(failure: Failure, allow: string = ""): HeadersStatus {
    const dialect = this.exchange!.dialect;
    this.replied = true;
    this.status = dialect.status(failure.status);
    replyFailure(dialect, failure, this.exchange, allow);
    return HeadersStatus.StopIteration;
  }

  onRequestBody(size: i32, endOfStream: bool): DataStatus {
    if (!endOfStream || this.replied) return DataStatus.StopIterationAndBuffer;
    return this.admit(size) ? DataStatus.Continue : DataStatus.StopIterationAndBuffer;
  }

  onRequestTrailers(): bool {
    return !this.replied && this.admit(i32.MAX_VALUE);
  }

  /** The body is whole: reads it, and sends the exchange on its way or the caller a refusal. False: it does not go on now. */
  private admit(size: i32): bool {
    const exchange = this.exchange!;
    exchange.body = ownBody(BufferType.RequestBody, size);
    const admission = admit(this.policy, exchange.key, exchange.dialect, exchange.body, tape);
    exchange.admission = admission;
    if (exchange.body == ABSENT) admission.failure = new Failure(400, "the request has no body");
    if (admission.failure === null && this.waitsForDecision(exchange)) return false;
    return this.proceed(exchange);
  }

  /** Follows the rules; true: one of them asks, and the answer is still to come. */
  private waitsForDecision(exchange: Exchange): bool {
    const rule = followRules(exchange, tape);
    const decision: Decision | null = rule === null ? null : rule.ask;
    if (rule === null || decision === null || exchange.admission.failure !== null) return false;
    const controlPlane = this.controlPlane;
    if (controlPlane !== null) this.call = ask(exchange, rule, decision, controlPlane, tape, this.id);
    if (this.call == 0) follow(exchange, decision, null);
    else this.decision = decision;
    return this.call != 0;
  }

  onCallResponse(headerCount: i32, bodySize: i32): void {
    const exchange = this.exchange;
    const decision = this.decision;
    this.call = 0;
    if (exchange === null || decision === null) return;
    follow(exchange, decision, replyOf(headerCount, bodySize, tape));
    // Others have used the tape since.
    tape.scan(exchange.body);
    if (this.proceed(exchange)) continueRequest();
  }

  /** What is asked for is settled. */
  private proceed(exchange: Exchange): bool {
    const admission = exchange.admission;
    if (admission.failure === null) this.choose(exchange);
    if (this.replied) return false;
    const failure = admission.failure;
    if (failure !== null) {
      this.refuse(failure);
      return false;
    }
    if (!this.reserve(exchange) || this.answerAgain(exchange)) return false;
    const nobody = withoutCoolDowns(exchange);
    if (nobody !== null) {
      this.refuse(nobody);
      return false;
    }
    addExchange(this.id, exchange);
    setProperty("headgate_exchange", exchangeName(this.id));
    if (admission.facts.stream) setTextProperty("headgate_stream", "true");
    setOut(exchange);
    return !waits(exchange);
  }

  /** Whether the response cache has the answer. */
  private answerAgain(exchange: Exchange): bool {
    const key = exchange.key;
    const tenant: Span = key === null ? ABSENT : key.tenant;
    const headers = exchange.headers;
    exchange.caching = cachingOf(
      this.policy,
      exchange.admission,
      exchange.endpoint,
      tenant,
      headers,
      exchange.query,
      tape,
    );
    if (!answerFromCache(exchange)) return false;
    this.replied = true;
    this.status = 200;
    return true;
  }

  /** Takes what the request needs of its limits, or refuses it. */
  private reserve(exchange: Exchange): bool {
    const reservation = limit(exchange, tape);
    if (reservation === null) return true;
    const refusal = reservation.refusal;
    if (refusal === null) {
      exchange.reservation = reservation;
      return true;
    }
    const key = exchange.key;
    countLimited(key === null ? ABSENT : key.tenant, refusal.limit);
    this.replied = true;
    this.status = exchange.dialect.status(refusal.failure.status);
    const head = new AnswerHead(milliseconds());
    reservation.standing.tell(head);
    replyRefusal(exchange, refusal, head);
    return false;
  }

  /** Finds the targets that can take the request; what none of them need be asked is answered here. */
  private choose(exchange: Exchange): void {
    const admission = exchange.admission;
    const draw = drawOf(exchange.policy.draw);
    const shape = exchange.embeddings;
    if (exchange.operation == Operation.ShowModel) {
      writeShow(newDocument());
      this.answerDocument();
    } else if (shape !== null) {
      chooseForEmbeddings(admission, shape, tape, standings, draw);
    } else if (exchange.operation == Operation.CountTokens) {
      // A signature of another dialect's maker would be refused: who counts it has to be us.
      if (!holdsMark(exchange.body)) chooseNative(admission, exchange.dialect, standings, draw);
      if (admission.candidates.length == 0 && admission.failure === null) this.answerEstimate(exchange);
    } else {
      chooseForChat(admission, exchange.dialect, exchange.body, tape, standings, draw);
      exchange.dialect.adjust(tape, admission.facts.stream, exchange.adjustments);
    }
  }

  /** No provider of the model counts tokens: the gateway says about how many there are. */
  private answerEstimate(exchange: Exchange): void {
    const request = new ChatRequest(exchange.dialect.fields);
    const unreadable = exchange.dialect.readRequest(tape, request);
    exchange.admission.request = request;
    exchange.admission.failure = unreadable;
    if (unreadable !== null) return;
    writeTokenCount(estimateTokens(request), newDocument());
    this.answerDocument("input_tokens");
  }

  onResponseHeaders(endOfStream: bool): HeadersStatus {
    const exchange = this.exchange;
    if (this.replied || exchange === null) return HeadersStatus.Continue;
    const verdict = this.takeHead(exchange, endOfStream);
    keepExplanation(exchange, this.status);
    return verdict;
  }

  private takeHead(exchange: Exchange, endOfStream: bool): HeadersStatus {
    explainAnswer(exchange);
    const status = <i32>wholeNumber(header(MapType.ResponseHeaders, ":status"));
    this.status = status;
    if (status < 400) {
      tellStanding(exchange);
      return HeadersStatus.Continue;
    }

    const details = property("response\0code_details");
    const gaveUp = exchange.gaveUp;
    const own: Failure | null = is(details, "via_upstream")
      ? exchange.failure
      : envoyFailure(status, details, exchange);
    const failure = gaveUp !== null ? gaveUp : own;
    if (failure === null) return HeadersStatus.Continue;
    if (endOfStream) {
      this.refuse(failure);
      return HeadersStatus.StopIteration;
    }
    this.replacement = failure;
    this.status = exchange.dialect.status(failure.status);
    setNumberHeader(MapType.ResponseHeaders, ":status", this.status);
    setTextHeader(MapType.ResponseHeaders, "content-type", "application/json");
    if (failure.retryAfter.length > 0) setTextHeader(MapType.ResponseHeaders, "retry-after", failure.retryAfter);
    removeHeader(MapType.ResponseHeaders, "content-length");
    removeHeader(MapType.ResponseHeaders, "content-encoding");
    return HeadersStatus.StopIteration;
  }

  onResponseBody(size: i32, endOfStream: bool): DataStatus {
    const exchange = this.exchange;
    if (size == 0 && exchange !== null && exchange.lastWord.size > 0) {
      appendBody(BufferType.ResponseBody, 0, exchange.lastWord.bytes);
      exchange.lastWord.clear();
    }
    const failure = this.replacement;
    if (failure === null || this.replied) return DataStatus.Continue;
    if (endOfStream) {
      replaceBody(BufferType.ResponseBody, size, failureBody(this.exchange!.dialect, failure));
      return DataStatus.Continue;
    }
    // A whole answer was held until its end; a provider that failed inside its stream may hold that open.
    if (this.exchange!.facts.stream) this.refuse(failure);
    return DataStatus.StopIterationAndBuffer;
  }

  onResponseTrailers(): void {
    const failure = this.replacement;
    if (failure !== null && !this.replied) this.refuse(failure);
  }

  /** By now all is known that the access log may tell. */
  onLog(): void {
    const exchange = this.exchange;
    if (exchange !== null) keepExplanation(exchange, this.status);
  }

  onDone(): void {
    removeExchange(this.id);
    if (this.call != 0) dropReply(this.call);
    const exchange = this.exchange;
    if (exchange === null) return;
    exchange.closed = true;
    exchange.left = this.status == 0;
    land(exchange, this.id);
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
