import { Failure } from "../exchange/failure";
import { Exchange } from "../live/exchange";
import { FAILURES, Kind } from "../policy/failure/table";
import { Span, startsWith, text } from "../wire/span";
import { allEjected } from "./unavailable";

/**
 * What an answer of Envoy's own means to a caller. `details` is `response.code_details`:
 * https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_conn_man/response_code_details
 */
export function envoyFailure(status: i32, details: Span, exchange: Exchange): Failure {
  if (startsWith(details, "no_healthy_upstream") || startsWith(details, "cluster_not_found")) {
    return tellingMore(exchange, Kind.Connect, allEjected(exchange));
  }
  if (startsWith(details, "request_payload_too_large")) {
    return new Failure(413, "the request body is larger than this gateway takes");
  }
  if (startsWith(details, "response_payload_too_large")) {
    return new Failure(502, "the provider's answer is larger than this gateway takes");
  }
  if (status == 504 || status == 408) return tellingMore(exchange, Kind.FirstToken, timeOut(exchange));
  if (startsWith(details, "upstream_reset_before_response_started{overflow")) {
    const full = "the provider of " + wanted(exchange) + " has as many requests as it may have; try again shortly";
    return tellingMore(exchange, Kind.Connect, new Failure(503, full));
  }
  if (startsWith(details, "upstream_reset_before_response_started")) {
    return tellingMore(exchange, Kind.Reset, connectionFailure(exchange));
  }
  return new Failure(status, "the gateway could not answer (" + text(details) + ")");
}

export function timeOut(exchange: Exchange): Failure {
  return new Failure(504, "no provider of " + wanted(exchange) + " answered in time");
}

export function connectionFailure(exchange: Exchange): Failure {
  return new Failure(502, "no provider of " + wanted(exchange) + " gave an answer: the connection failed");
}

/** What an earlier attempt met, if that tells more. */
function tellingMore(exchange: Exchange, kind: Kind, failure: Failure): Failure {
  const worst = exchange.worst;
  if (worst === null || exchange.worstKind < 0) return failure;
  return FAILURES[exchange.worstKind].tells > FAILURES[kind].tells ? worst : failure;
}

function wanted(exchange: Exchange): string {
  const model = exchange.model;
  return model === null ? "this request" : "the model '" + text(model.name) + "'";
}
