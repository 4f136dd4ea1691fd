import { Failure } from "../../../exchange/failure";
import { Forced } from "../../../exchange/forced";
import { ChatRequest } from "../../../exchange/request";
import { ChatResponse } from "../../../exchange/response";
import { Splices } from "../../../exchange/splices";
import { Stamp } from "../../../exchange/stamp";
import { StreamWriter } from "../../../exchange/stream";
import { Traits } from "../../../exchange/traits";
import { Tape } from "../../../wire/json-tape";
import { JsonWriter } from "../../../wire/json-writer";
import { Output } from "../../../wire/output";
import { OpenAi } from "..";
import { NAME } from "../fields";
import { COMPLETION_FIELDS } from "./fields";
import { forceSettings } from "./force";
import { readRequest } from "./read-request";
import { writeResponse } from "./write-response";
import { CompletionStreamWriter } from "./write-stream";

/**
 * OpenAI's completions, from before chats: a client's dialect alone. Its prompt becomes a user's message
 * to whatever the provider speaks; what differs from chat completions is here, the rest is OpenAI's.
 */
export class OpenAiCompletions extends OpenAi {
  constructor() {
    super("completions", COMPLETION_FIELDS);
  }

  isLegacy(): bool {
    return true;
  }
  family(): string {
    return NAME;
  }
  readRequest(tape: Tape, into: ChatRequest): Failure | null {
    return readRequest(tape, into);
  }
  force(tape: Tape, forced: Forced, traits: Traits, into: Splices): void {
    forceSettings(tape, forced, into);
  }
  writeResponse(response: ChatResponse, request: ChatRequest, stamp: Stamp, json: JsonWriter): void {
    writeResponse(response, stamp, json);
  }
  streamWriter(request: ChatRequest, stamp: Stamp, out: Output): StreamWriter {
    return new CompletionStreamWriter(request, stamp, out);
  }
}
