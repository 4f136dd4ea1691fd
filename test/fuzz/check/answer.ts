import { isJson } from "../../fixtures/json/index.ts";
import { parseStream } from "../../fixtures/wire/index.ts";
import type { ExchangeResult } from "../../host/index.ts";
import { demand } from "../demand.ts";
import { MODELS, PROVIDER_KEY } from "../gateway.ts";
import { parsed } from "../parsed.ts";
import { type Ending, field, type StreamProtocol } from "../protocol/protocol.ts";
import type { ProviderAnswer } from "../provider-answer.ts";
import type { ClientRequest } from "../request.ts";
import type { Endpoint } from "../seeds/index.ts";
import { onlyLoads, wantsStream } from "../wants-stream.ts";
import { checkPassedStream } from "./passed-stream.ts";

/** What a client got: an error, before a provider was asked or after it, or an answer and how its stream ended. */
export type Outcome = "refused" | "error" | Ending;

/**
 * What the client got is well-formed in its dialect, whatever the provider did.
 *
 * @param served what the last provider did, if one was asked
 * @throws Fault
 */
export function checkAnswer(
  request: ClientRequest,
  result: ExchangeResult,
  served: ProviderAnswer | undefined,
): Outcome {
  const { status = 0, headers, bytes, body, done, reset } = result;
  demand(done, () => "the exchange never ended");
  demand(!PROVIDER_KEY.test(body + JSON.stringify(headers)), () => "a provider's key in the answer");
  demand(!reset || served?.breaks === true, () => "the client's stream was cut, though its provider's was not");
  if (status === 0) return "open";
  const { endpoint } = request;
  const passed = served?.endpoint === endpoint && served.bytes.equals(bytes);
  const type = headers["content-type"] ?? "";
  if (status >= 400) {
    demand(status < 600, () => `status ${status}`);
    const outcome = served === undefined ? "refused" : "error";
    if (passed) return outcome;
    demand(type === "application/json", () => `an error of type ${type}`);
    endpoint.protocol.checkError(json(bytes));
    return outcome;
  }
  demand(status >= 200 && status < 300, () => `status ${status}`);
  demand(
    served !== undefined || mayEstimate(request) || onlyLoads(endpoint, request.body),
    () => "an answer that no provider gave",
  );
  const { stream } = endpoint.protocol;
  // An Ollama's answer in one object passes.
  const isOneObject = stream?.byDefault === true && served?.endpoint === endpoint && type === "application/json";
  if (served !== undefined && stream !== undefined && wantsStream(endpoint, request.body) && !isOneObject) {
    return checkStream(endpoint, stream, result, served);
  }
  if (passed) return "whole";
  demand(type === "application/json", () => `an answer of type ${type}`);
  endpoint.protocol.checkAnswer(json(bytes), parsed(request.body));
  return "whole";
}

/** The gateway itself says about how many tokens there are, where none of the model's providers can. */
function mayEstimate({ endpoint, body }: ClientRequest): boolean {
  const asked = MODELS[String(field(parsed(body), "model"))] ?? [];
  return endpoint.operation === "count" && !asked.some((provider) => endpoint.providers.includes(provider));
}

function checkStream(
  client: Endpoint,
  stream: StreamProtocol,
  { headers, body, bytes, reset }: ExchangeResult,
  served: ProviderAnswer,
): Ending {
  const { protocol, vendor } = client;
  // Behind a body that trailers follow no filter can say any more.
  const mayJustStop = reset || served.answer.trailers !== undefined;
  if (served.endpoint === client && served.isStream)
    return checkPassedStream(protocol, stream, bytes, served, mayJustStop);
  const type = headers["content-type"] ?? "";
  demand(type.startsWith(stream.type), () => `a stream of type ${type}`);
  const ending = stream.check(parseStream(vendor, body));
  demand(ending !== "open" || mayJustStop, () => "a stream that just stops");
  return ending;
}

function json(bytes: Uint8Array): unknown {
  demand(isJson(bytes), () => "the answer is not JSON");
  return JSON.parse(Buffer.from(bytes).toString());
}
