import { Failure } from "../../../exchange/failure";
import { ChatRequest } from "../../../exchange/request";
import { ChatResponse } from "../../../exchange/response";
import { Stamp } from "../../../exchange/stamp";
import { StreamWriter } from "../../../exchange/stream";
import { Tape } from "../../../wire/json-tape";
import { JsonWriter } from "../../../wire/json-writer";
import { Output } from "../../../wire/output";
import { OpenAi } from "..";
import { COMPLETION_FIELDS } from "./fields";
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

  readRequest(tape: Tape, into: ChatRequest): Failure | null {
    return readRequest(tape, into);
  }
  writeResponse(response: ChatResponse, request: ChatRequest, stamp: Stamp, json: JsonWriter): void {
    writeResponse(response, stamp, json);
  }
  streamWriter(request: ChatRequest, stamp: Stamp, out: Output): StreamWriter {
    return new CompletionStreamWriter(request, stamp, out);
  }
}
