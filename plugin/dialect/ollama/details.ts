import { JsonWriter } from "../../wire/json-writer";

/** No file stands behind a name here; clients parse the moment all the same. */
export const MODIFIED_AT: string = "1970-01-01T00:00:00Z";

/** Of the model's file: clients read all members, though the gateway knows none. */
export function writeDetails(json: JsonWriter): void {
  json.key("details");
  json.object();
  json.asciiMember("parent_model", "");
  json.asciiMember("format", "");
  json.asciiMember("family", "");
  json.key("families");
  json.array();
  json.endArray();
  json.asciiMember("parameter_size", "");
  json.asciiMember("quantization_level", "");
  json.endObject();
}

/**
 * All that a chat model can be asked for. Clients hide what is not named here, and which of a name's targets
 * will answer is not known before: what that one cannot do, it refuses.
 */
export function writeCapabilities(json: JsonWriter): void {
  json.literalMember("capabilities", '["completion","tools","vision","thinking"]');
}
