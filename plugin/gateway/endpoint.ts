import { Operation } from "../dialect/operation";
import { Failure } from "../exchange/failure";
import { Exchange } from "../live/exchange";
import { failureReply } from "../reply/error-body";
import { textReply } from "../reply/own-document";
import { text } from "../wire/span";
import { answer, GO_ON, Outcome, refuse } from "./outcome";
import { RequestHead } from "./request-head";

/** Whether the request knocked where there is a door. */
export function enter(exchange: Exchange, head: RequestHead): Outcome {
  const endpoint = exchange.endpoint;
  if (endpoint.operation == Operation.None) {
    return refuse(new Failure(404, "no such endpoint: " + text(head.path)));
  }
  if (!endpoint.takes(head.method)) {
    const failure = new Failure(405, text(head.path) + " takes " + endpoint.method + " only");
    return answer(failureReply(exchange.dialect, failure, exchange, endpoint.method));
  }
  // Ollama's clients ask this before they know of keys.
  return endpoint.operation == Operation.Ping ? answer(textReply(exchange.dialect.greeting())) : GO_ON;
}
