import { Failure } from "../../exchange/failure";
import { JsonWriter } from "../../wire/json-writer";

/** https://platform.openai.com/docs/guides/error-codes */
function errorType(failure: Failure): string {
  if (failure.status == 429) return failure.code == "insufficient_quota" ? failure.code : "rate_limit_error";
  return failure.status < 500 ? "invalid_request_error" : "server_error";
}

function errorCode(failure: Failure): string {
  if (failure.code.length > 0) return failure.code;
  switch (failure.status) {
    case 401:
      return "invalid_api_key";
    case 403:
      return "permission_denied";
    case 404:
      return failure.param == "model" ? "model_not_found" : "not_found";
    case 429:
      return "rate_limit_exceeded";
    default:
      return "";
  }
}

function writeOptional(name: string, text: string, json: JsonWriter): void {
  json.key(name);
  if (text.length > 0) json.text(text);
  else json.literal("null");
}

export function writeFailure(failure: Failure, json: JsonWriter): void {
  json.object();
  writeError(failure, json);
  json.endObject();
}

/** The member `error` of the envelope. */
export function writeError(failure: Failure, json: JsonWriter): void {
  json.key("error");
  json.object();
  json.key("message");
  json.text(failure.message);
  json.asciiMember("type", errorType(failure));
  writeOptional("param", failure.param, json);
  writeOptional("code", errorCode(failure), json);
  json.endObject();
}

/** The documented members of an `error` event. */
export function writeEventError(failure: Failure, json: JsonWriter): void {
  writeOptional("code", errorCode(failure), json);
  json.key("message");
  json.text(failure.message);
  writeOptional("param", failure.param, json);
}

/** The member `error` of a response that failed: it always has a code. */
export function writeResponseError(failure: Failure, json: JsonWriter): void {
  json.key("error");
  json.object();
  const code = errorCode(failure);
  json.key("code");
  json.text(code.length > 0 ? code : failure.status < 500 ? "invalid_prompt" : "server_error");
  json.key("message");
  json.text(failure.message);
  json.endObject();
}
