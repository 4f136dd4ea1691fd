import { Failure } from "../../../exchange/failure";
import { Forced } from "../../../exchange/forced";
import { ChatRequest } from "../../../exchange/request";
import { ChatResponse } from "../../../exchange/response";
import { Splices } from "../../../exchange/splices";
import { Stamp } from "../../../exchange/stamp";
import { StreamReader, StreamWriter } from "../../../exchange/stream";
import { Traits } from "../../../exchange/traits";
import { Tape } from "../../../wire/json-tape";
import { JsonWriter } from "../../../wire/json-writer";
import { Output } from "../../../wire/output";
import { Dialect } from "../../dialect";
import { OpenAi } from "..";
import { NAME } from "../fields";
import { COMPLETION_FIELDS } from "./fields";
import { forceSettings } from "./force";
import { readRequest } from "./read-request";
import { readResponse } from "./read-response";
import { CompletionStreamReader } from "./read-stream";
import { writeResponse } from "./write-response";
import { CompletionStreamWriter } from "./write-stream";

/**
 * OpenAI's completions, from before chats. A provider may have them too, and then gets all that no chat can say. To any
 * other the prompt becomes a user's message. What differs from chat completions is here, the rest is OpenAI's.
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
  /** Only this dialect tells the probabilities as it does. */
  asksMore(tape: Tape): bool {
    return !tape.isNull(tape.find(tape.root, "logprobs"));
  }
  towards(provider: Dialect, traits: Traits): Dialect {
    return provider.name == NAME && traits.completions.length > 0 ? this : provider;
  }
  chatPath(): string {
    return "/completions";
  }
  chatPathAt(traits: Traits): string {
    return traits.completions;
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
  readResponse(tape: Tape, into: ChatResponse): bool {
    return readResponse(tape, into);
  }
  streamReader(traits: Traits): StreamReader {
    return new CompletionStreamReader(false);
  }
  streamWriter(request: ChatRequest, stamp: Stamp, out: Output): StreamWriter {
    return new CompletionStreamWriter(request, stamp, out);
  }
}
