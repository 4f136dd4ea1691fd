import { Failure } from "../exchange/failure";
import { Exchange } from "../exchange/live/exchange";
import { Span, startsWith, text } from "../wire/span";

/**
 * What an answer of Envoy's own means to a caller. `details` is `response.code_details`:
 * https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_conn_man/response_code_details
 */
export function envoyFailure(status: i32, details: Span, exchange: Exchange): Failure {
  const model = exchange.model;
  const what = model === null ? "this request" : "the model '" + text(model.name) + "'";
  if (startsWith(details, "no_healthy_upstream") || startsWith(details, "cluster_not_found")) {
    return new Failure(503, "no provider of " + what + " is available right now; try again shortly");
  }
  if (startsWith(details, "request_payload_too_large")) {
    return new Failure(413, "the request body is larger than this gateway takes");
  }
  if (startsWith(details, "response_payload_too_large")) {
    return new Failure(502, "the provider's answer is larger than this gateway takes");
  }
  if (status == 504 || status == 408) return new Failure(504, "no provider of " + what + " answered in time");
  if (startsWith(details, "upstream_reset_before_response_started{overflow")) {
    return new Failure(503, "the provider of " + what + " has as many requests as it may have; try again shortly");
  }
  if (startsWith(details, "upstream_reset_before_response_started")) {
    return new Failure(502, "no provider of " + what + " gave an answer: the connection failed");
  }
  return new Failure(status, "the gateway could not answer (" + text(details) + ")");
}
