import { Failure } from "../../exchange/failure";
import { Fit } from "../../exchange/fit";
import { Forced } from "../../exchange/forced";
import { Prompt } from "../../exchange/prompt";
import { ChatRequest } from "../../exchange/request";
import { ChatResponse } from "../../exchange/response";
import { Splices } from "../../exchange/splices";
import { Stamp } from "../../exchange/stamp";
import { StreamReader, StreamWriter } from "../../exchange/stream";
import { Traits } from "../../exchange/traits";
import { Tape } from "../../wire/json-tape";
import { JsonWriter } from "../../wire/json-writer";
import { Output } from "../../wire/output";
import { Span } from "../../wire/span";
import { EmbeddingDialect } from "../embedding-dialect";
import { OpenAiPlatform } from "../openai-platform";
import { refusedMembers } from "./as-written";
import { wantsCompaction } from "./compaction";
import { writeTokenCount } from "./count-tokens";
import { FIELDS, NAME } from "./fields";
import { fitRequest } from "./fit";
import { forceSettings } from "./force";
import { readPrompt } from "./read-prompt";
import { readRequest } from "./read-request";
import { readResponse } from "./read-response";
import { ResponsesStreamReader } from "./read-stream";
import { cutThoughts } from "./thoughts";
import { CompactionStreamWriter } from "./write-compaction-stream";
import { writeRequest } from "./write-request";
import { writeResponse } from "./write-response";
import { ResponsesStreamWriter } from "./write-stream";

/** OpenAI's Responses API, as far as it can be spoken without memory: what Codex and the Agents SDK speak. */
export class Responses extends OpenAiPlatform {
  /** `shared`: the embeddings of OpenAI's platform, which a provider of this dialect has as well. */
  constructor(private shared: EmbeddingDialect) {
    super(NAME, FIELDS);
  }

  embeddings(): EmbeddingDialect | null {
    return this.shared;
  }

  readRequest(tape: Tape, into: ChatRequest): Failure | null {
    return readRequest(tape, into);
  }
  /** Other dialects seal reasoning unasked, or not at all. */
  asksMore(tape: Tape): bool {
    return !tape.isNull(tape.find(tape.root, "include"));
  }
  readPrompt(tape: Tape, into: Prompt): void {
    readPrompt(tape, into);
  }
  cutThoughts(tape: Tape, foreignOnly: bool, into: Splices): bool {
    return cutThoughts(tape, foreignOnly, into);
  }
  force(tape: Tape, forced: Forced, traits: Traits, into: Splices): void {
    forceSettings(tape, forced, into);
  }
  writeResponse(response: ChatResponse, request: ChatRequest, stamp: Stamp, json: JsonWriter): void {
    writeResponse(response, request, stamp, json);
  }
  writeTokenCount(count: i64, json: JsonWriter): string {
    return writeTokenCount(count, json);
  }
  streamWriter(request: ChatRequest, stamp: Stamp, out: Output): StreamWriter {
    if (wantsCompaction(request)) return new CompactionStreamWriter(out, request, stamp);
    return new ResponsesStreamWriter(out, request, stamp);
  }

  chatPath(): string {
    return "/responses";
  }
  knowsStops(traits: Traits): bool {
    return false;
  }
  refusedMembers(tape: Tape, traits: Traits): Array<string> {
    return refusedMembers(tape, traits);
  }
  countTokensPath(): string {
    return "/responses/input_tokens";
  }
  compactPath(): string {
    return "/responses/compact";
  }
  fit(request: ChatRequest, traits: Traits, into: Fit): void {
    fitRequest(request, traits, into);
  }
  writeRequest(request: ChatRequest, model: Span, traits: Traits, json: JsonWriter): void {
    writeRequest(request, model, traits, json);
  }
  readResponse(tape: Tape, into: ChatResponse): bool {
    return readResponse(tape, into);
  }
  streamReader(traits: Traits): StreamReader {
    return new ResponsesStreamReader();
  }
}
