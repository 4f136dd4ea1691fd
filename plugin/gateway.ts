import { StreamContext } from "./abi/context";
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
import { BufferType, DataStatus, HeadersStatus, MapType } from "./abi/types";
import { Endpoint, endpointOf, Operation } from "./dialect/endpoint";
import { Failure } from "./exchange/failure";
import { Exchange } from "./exchange/live/exchange";
import { addExchange, exchangeName, removeExchange } from "./exchange/live/exchanges";
import { Stamp } from "./exchange/stamp";
import { envoyFailure } from "./gateway/envoy-failure";
import { failureBody, replyFailure, replyModels } from "./gateway/reply";
import { RequestHead } from "./gateway/request-head";
import { admit, catalogue } from "./policy/admit";
import { findClientKey } from "./policy/client-key";
import { Policy } from "./policy/policy";
import { countRequest } from "./root/metrics";
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
  /** Put in place of the response's body. */
  private replacement: Failure | null = null;

  constructor(
    private id: u32,
    private policy: Policy,
  ) {
    super();
  }

  onRequestHeaders(endOfStream: bool): HeadersStatus {
    const pairs = ownHeaderPairs(MapType.RequestHeaders);
    const head = new RequestHead(pairs);
    const endpoint = endpointOf(head.path, head.speaksAnthropic);
    const exchange = new Exchange(this.policy, endpoint.dialect, new Stamp(this.id, nanoseconds(), nanoseconds));
    exchange.headers = pairs;
    exchange.query = head.query;
    this.exchange = exchange;

    if (endpoint.operation == Operation.None) {
      return this.refuse(new Failure(404, "no such endpoint: " + text(head.path)));
    }
    if (!is(head.method, endpoint.method)) {
      const message = text(head.path) + " takes " + endpoint.method + " only";
      return this.refuse(new Failure(405, message), endpoint.method);
    }
    const failure = this.identify(exchange, head.secret);
    if (failure !== null) return this.refuse(failure);
    if (endpoint.operation == Operation.Models) return this.listModels(endpoint);
    if (endOfStream) return this.refuse(new Failure(400, "the request has no body"));
    return HeadersStatus.StopIteration;
  }

  private identify(exchange: Exchange, secret: Span): Failure | null {
    if (this.policy.anonymous) return null;
    if (secret == ABSENT) {
      return new Failure(401, "no API key: send it as 'Authorization: Bearer <key>' or as 'x-api-key'");
    }
    exchange.key = findClientKey(this.policy, secret);
    return exchange.key === null ? new Failure(401, "unknown API key") : null;
  }

  private listModels(endpoint: Endpoint): HeadersStatus {
    const exchange = this.exchange!;
    this.replied = true;
    this.status = 200;
    replyModels(endpoint.dialect, catalogue(this.policy, exchange.key));
    return HeadersStatus.StopIteration;
  }

  private refuse(failure: Failure, allow: string = ""): HeadersStatus {
    const dialect = this.exchange!.dialect;
    this.replied = true;
    this.status = dialect.status(failure.status);
    replyFailure(dialect, failure, allow);
    return HeadersStatus.StopIteration;
  }

  onRequestBody(size: i32, endOfStream: bool): DataStatus {
    if (!endOfStream || this.replied) return DataStatus.StopIterationAndBuffer;
    return this.admit(size) ? DataStatus.Continue : DataStatus.StopIterationAndBuffer;
  }

  onRequestTrailers(): void {
    if (!this.replied) this.admit(i32.MAX_VALUE);
  }

  /** The body is whole: reads it, and sends the exchange on its way or the caller a refusal. */
  private admit(size: i32): bool {
    const exchange = this.exchange!;
    exchange.body = ownBody(BufferType.RequestBody, size);
    const random = <u32>(exchange.stamp.started >> 10) * 2654435761;
    const admission = admit(this.policy, exchange.key, exchange.dialect, exchange.body, tape, random);
    exchange.admission = admission;
    const failure = exchange.body == ABSENT ? new Failure(400, "the request has no body") : admission.failure;
    if (failure !== null) {
      this.refuse(failure);
      return false;
    }
    addExchange(this.id, exchange);
    setProperty("headgate_exchange", exchangeName(this.id));
    if (admission.facts.stream) setTextProperty("headgate_stream", "true");
    setProperty("headgate_pool", admission.model!.pools[admission.candidates[0]]);
    // One retry for a lone target too: its connection may just have been closed. Written always, and last:
    // Envoy found the route before the filters ran, and a changed header makes it look again, for the pool.
    setNumberHeader(MapType.RequestHeaders, "x-envoy-max-retries", max(admission.candidates.length - 1, 1));
    return true;
  }

  onResponseHeaders(endOfStream: bool): HeadersStatus {
    const exchange = this.exchange;
    if (this.replied || exchange === null) return HeadersStatus.Continue;
    const status = <i32>wholeNumber(header(MapType.ResponseHeaders, ":status"));
    this.status = status;
    if (status < 400) return HeadersStatus.Continue;

    const details = property("response\0code_details");
    const failure = is(details, "via_upstream") ? exchange.failure : envoyFailure(status, details, exchange);
    if (failure === null) return HeadersStatus.Continue;
    if (endOfStream) {
      this.refuse(failure);
      return HeadersStatus.StopIteration;
    }
    this.replacement = failure;
    this.status = exchange.dialect.status(failure.status);
    setNumberHeader(MapType.ResponseHeaders, ":status", this.status);
    setTextHeader(MapType.ResponseHeaders, "content-type", "application/json");
    removeHeader(MapType.ResponseHeaders, "content-length");
    removeHeader(MapType.ResponseHeaders, "content-encoding");
    return HeadersStatus.Continue;
  }

  onResponseBody(size: i32, endOfStream: bool): DataStatus {
    const exchange = this.exchange;
    if (size == 0 && exchange !== null && exchange.lastWord.size > 0) {
      appendBody(BufferType.ResponseBody, 0, exchange.lastWord.bytes);
      exchange.lastWord.clear();
    }
    const failure = this.replacement;
    if (failure === null) return DataStatus.Continue;
    if (!endOfStream) return DataStatus.StopIterationAndBuffer;
    replaceBody(BufferType.ResponseBody, size, failureBody(this.exchange!.dialect, failure));
    return DataStatus.Continue;
  }

  onDone(): void {
    removeExchange(this.id);
    const exchange = this.exchange;
    if (exchange === null) return;
    exchange.closed = true;
    const model = exchange.model;
    const key = exchange.key;
    const name: Span = model === null ? ABSENT : model.name;
    const tenant: Span = key === null ? ABSENT : key.tenant;
    countRequest(exchange.dialect.name, name, tenant, this.status);
    exchange.free();
  }
}
