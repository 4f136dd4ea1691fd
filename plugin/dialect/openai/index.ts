import { Failure } from "../../exchange/failure";
import { FieldNames } from "../../exchange/field-names";
import { Fit } from "../../exchange/fit";
import { Forced } from "../../exchange/forced";
import { Prompt } from "../../exchange/prompt";
import { ChatRequest } from "../../exchange/request";
import { ChatResponse } from "../../exchange/response";
import { Splices } from "../../exchange/splices";
import { Stamp } from "../../exchange/stamp";
import { StreamReader, StreamWriter } from "../../exchange/stream";
import { Traits } from "../../exchange/traits";
import { wholeNumber } from "../../wire/json-number";
import { Tape } from "../../wire/json-tape";
import { JsonWriter } from "../../wire/json-writer";
import { Output } from "../../wire/output";
import { Span } from "../../wire/span";
import { EmbeddingDialect } from "../embedding-dialect";
import { OpenAiPlatform } from "../openai-platform";
import { saysEffort, thinks } from "../openai-platform/effort";
import { isMindedAsWritten, refusedMembers } from "./as-written";
import { OpenAiEmbeddings } from "./embeddings";
import { FIELDS, NAME } from "./fields";
import { fitRequest } from "./fit";
import { forceSettings } from "./force";
import { demandsSignatures } from "./google-signature";
import { readPrompt } from "./read-prompt";
import { readRequest } from "./read-request";
import { readResponse } from "./read-response";
import { OpenAiStreamReader } from "./read-stream";
import { signCalls } from "./sign-calls";
import { addUsageOption } from "./usage-option";
import { writeRequest } from "./write-request";
import { writeResponse } from "./write-response";
import { OpenAiStreamWriter } from "./write-stream";

export const embeddings: EmbeddingDialect = new OpenAiEmbeddings();

/** OpenAI's chat completions, and what the many compatible servers make of them. */
export class OpenAi extends OpenAiPlatform {
  constructor(name: string = NAME, fields: FieldNames = FIELDS) {
    super(name, fields);
  }

  readRequest(tape: Tape, into: ChatRequest): Failure | null {
    return readRequest(tape, into);
  }
  /** `max_tokens` is the older name. */
  longestAnswer(tape: Tape): i64 {
    const limit = super.longestAnswer(tape);
    const older = tape.find(tape.root, "max_tokens");
    return limit == 0 && tape.isNumber(older) ? wholeNumber(tape.bytes(older)) : limit;
  }
  readPrompt(tape: Tape, into: Prompt): void {
    readPrompt(tape, into);
  }
  force(tape: Tape, forced: Forced, traits: Traits, into: Splices): void {
    forceSettings(tape, forced, traits, into);
  }
  writeResponse(response: ChatResponse, request: ChatRequest, stamp: Stamp, json: JsonWriter): void {
    writeResponse(response, request, stamp, json);
  }
  streamWriter(request: ChatRequest, stamp: Stamp, out: Output): StreamWriter {
    return new OpenAiStreamWriter(request, stamp, out);
  }

  chatPath(): string {
    return "/chat/completions";
  }
  fit(request: ChatRequest, traits: Traits, into: Fit): void {
    fitRequest(request, traits, into);
  }
  isMinded(request: ChatRequest, traits: Traits): bool {
    return request.tools.length > 0 && traits.refusesEffort(saysEffort(request), thinks(request));
  }
  isMindedAsWritten(tape: Tape, traits: Traits): bool {
    return isMindedAsWritten(tape, traits);
  }
  refusedMembers(tape: Tape, traits: Traits): Array<string> {
    return refusedMembers(tape, traits);
  }
  knowsStops(traits: Traits): bool {
    return traits.stops;
  }
  writeRequest(request: ChatRequest, model: Span, traits: Traits, json: JsonWriter): void {
    writeRequest(request, model, traits, json);
  }
  readResponse(tape: Tape, into: ChatResponse): bool {
    return readResponse(tape, into);
  }
  streamReader(traits: Traits): StreamReader {
    return new OpenAiStreamReader(traits.googleSignatures);
  }

  adjust(tape: Tape, stream: bool, into: Splices): void {
    if (stream) addUsageOption(tape, into);
  }
  complete(tape: Tape, model: Span, traits: Traits, into: Splices): void {
    if (traits.googleSignatures && demandsSignatures(model)) signCalls(tape, into);
  }
  embeddings(): EmbeddingDialect | null {
    return embeddings;
  }
}
