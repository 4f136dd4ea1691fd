import { Endpoint } from "../dialect/endpoint";
import { Operation } from "../dialect/operation";
import { Failure } from "../exchange/failure";
import { Exchange } from "../live/exchange";
import { mayAsk } from "../policy/admission/model-access";
import { modelsFor } from "../policy/admission/model-list";
import { ClientKey } from "../policy/callers/client-key";
import { Policy } from "../policy/policy";
import { documentReply, newDocument } from "../reply/own-document";
import { escape } from "../wire/json-string";
import { JsonWriter } from "../wire/json-writer";
import { Output } from "../wire/output";
import { percentDecode } from "../wire/percent";
import { answer, GO_ON, Outcome, refuse } from "./outcome";

const name = new Output();

/** Answers what the gateway knows from its policy alone: lists of models, and what a server says of itself. */
export function answerLists(exchange: Exchange): Outcome {
  if (exchange.endpoint.method != "GET") return GO_ON;
  const failure = write(exchange, newDocument());
  return failure !== null ? refuse(failure) : answer(documentReply());
}

/** A failure in its place. */
function write(exchange: Exchange, json: JsonWriter): Failure | null {
  const endpoint = exchange.endpoint;
  switch (endpoint.operation) {
    case Operation.Models:
      endpoint.dialect.writeModels(modelsFor(exchange.policy, exchange.key), exchange.raw.query, json);
      return null;
    case Operation.Model:
      return writeModel(endpoint, exchange.policy, exchange.key, json);
    default:
      endpoint.dialect.writeOwnAnswer(endpoint.operation, json);
      return null;
  }
}

/** `key` null: an anonymous caller. */
function writeModel(endpoint: Endpoint, policy: Policy, key: ClientKey | null, json: JsonWriter): Failure | null {
  name.clear();
  percentDecode(endpoint.model, name);
  const refusal = mayAsk(policy, key, name.bytes);
  if (refusal !== null) return refusal;
  const raw = new Output();
  escape(name.bytes, raw);
  endpoint.dialect.writeModel(raw.bytes, json);
  raw.free();
  return null;
}
