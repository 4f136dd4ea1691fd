import { Operation } from "../dialect/operation";
import { Failure } from "../exchange/failure";
import { Exchange } from "../live/exchange";
import { failureReply } from "../reply/error-body";
import { textReply } from "../reply/own-document";
import { is, text } from "../wire/span";
import { unknownPath } from "./nearest-endpoint";
import { answer, GO_ON, Outcome, refuse } from "./outcome";
import { RequestHead } from "./request-head";

/** Whether the request knocked where there is a door. */
export function enter(exchange: Exchange, head: RequestHead): Outcome {
  const endpoint = exchange.endpoint;
  if (endpoint.operation == Operation.None) {
    return refuse(new Failure(404, "no such endpoint: " + unknownPath(head.path)));
  }
  if (!endpoint.takes(head.method)) {
    const isPreflight = is(head.method, "OPTIONS");
    const hint = isPreflight ? ", and this page's origin is not in the gateway's cors.allow_origins" : "";
    const failure = new Failure(405, text(head.path) + " takes " + endpoint.method + " only" + hint);
    const methods = endpoint.method == "GET" ? "GET, HEAD" : endpoint.method;
    return answer(failureReply(exchange.dialect, failure, exchange, "allow", methods));
  }
  // Ollama's clients ask this before they know of keys.
  return endpoint.operation == Operation.Ping ? answer(textReply(exchange.dialect.greeting())) : GO_ON;
}
