import { Failure } from "../../exchange/failure";
import { Span, startsWith, text } from "../../wire/span";
import { FailureKind } from "../failure/table";
import { Model } from "../model/model";
import { allEjected, connectionLost, outOfTime, tooManyAtOnce } from "./unanswered";
import { Verdict } from "./verdict";

/**
 * What an answer of Envoy's own means to a caller. `details` is `response.code_details`:
 * https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_conn_man/response_code_details
 * `back`: when the first of the providers may be back, in milliseconds since 1970.
 */
export function envoyFailure(
  status: i32,
  details: Span,
  verdict: Verdict,
  model: Model | null,
  back: i64,
  now: i64,
): Failure {
  if (startsWith(details, "no_healthy_upstream") || startsWith(details, "cluster_not_found")) {
    return verdict.orWorse(FailureKind.Connect, allEjected(model, back, now));
  }
  if (startsWith(details, "request_payload_too_large")) {
    return new Failure(413, "the request body is larger than this gateway takes");
  }
  if (startsWith(details, "response_payload_too_large")) {
    return new Failure(502, "the provider's answer is larger than this gateway takes");
  }
  if (status == 504 || status == 408) return verdict.orWorse(FailureKind.FirstToken, outOfTime(model));
  if (startsWith(details, "upstream_reset_before_response_started{overflow")) {
    return verdict.orWorse(FailureKind.Connect, tooManyAtOnce(model));
  }
  if (startsWith(details, "upstream_reset_before_response_started")) {
    return verdict.orWorse(FailureKind.Reset, connectionLost(model));
  }
  return new Failure(status, "the gateway could not answer (" + text(details) + ")");
}
