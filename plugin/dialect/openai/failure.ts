import { Failure } from "../../exchange/failure";
import { Tape } from "../../wire/json-tape";
import { JsonWriter } from "../../wire/json-writer";
import { decode } from "../decode";

/** https://platform.openai.com/docs/guides/error-codes */
function errorType(status: i32): string {
  if (status == 429) return "rate_limit_error";
  return status < 500 ? "invalid_request_error" : "server_error";
}

function errorCode(failure: Failure): string {
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

export function writeFailure(failure: Failure, json: JsonWriter): void {
  json.object();
  json.key("error");
  json.object();
  json.key("message");
  json.text(failure.message);
  json.asciiMember("type", errorType(failure.status));
  json.key("param");
  if (failure.param.length > 0) json.text(failure.param);
  else json.literal("null");
  json.key("code");
  const code = errorCode(failure);
  if (code.length > 0) json.ascii(code);
  else json.literal("null");
  json.endObject();
  json.endObject();
}

/** `{"error": {"message": …}}`; some compatible servers write `{"error": "…"}` or `{"message": …}`. */
export function readError(tape: Tape): string | null {
  const error = tape.find(tape.root, "error");
  if (tape.isString(error)) return decode(tape.bytes(error));
  const message = tape.find(tape.isObject(error) ? error : tape.root, "message");
  return tape.isString(message) ? decode(tape.bytes(message)) : null;
}
