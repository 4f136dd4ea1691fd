import { JsonWriter } from "../../wire/json-writer";

/** `GET /` and `HEAD /`: by this text clients know that a server is up. */
export const GREETING: string = "Ollama is running";

/**
 * The release whose API this dialect was written to. Clients look whether a server is new enough for
 * them: VS Code, for one, leaves servers below 0.6.4 alone.
 */
const VERSION: string = "0.33.0";

/** `GET /api/version` */
export function writeVersion(json: JsonWriter): void {
  json.object();
  json.asciiMember("version", VERSION);
  json.endObject();
}

/** `GET /api/ps`: no model is in the gateway's memory. */
export function writeRunning(json: JsonWriter): void {
  json.literal('{"models":[]}');
}
