import { Failure } from "../../exchange/failure";
import { ChatRequest } from "../../exchange/request";
import { StopReason, Usage } from "../../exchange/response";
import { Stamp } from "../../exchange/stamp";
import { StreamWriter } from "../../exchange/stream";
import { Constant } from "../../wire/constant";
import { JsonWriter } from "../../wire/json-writer";
import { Output } from "../../wire/output";
import { ABSENT, length, Span } from "../../wire/span";
import { writeComment } from "../../wire/sse";
import { TextInput } from "../text-input";
import { writeCallBegin, writeCallInput, writeCallText, writeFunctionBegin, writeFunctionInput } from "./call-delta";
import { Chunks } from "./chunks";
import { callsFunctions } from "./fields";
import { isMessageSignature, signatureIn, writeSignature } from "./google-signature";
import { stopReasonName } from "./stop-reason";
import { takesText } from "./takes-text";
import { TokenLog } from "./token-log";
import { writeEncryptedDetail, writeTextDetail } from "./write-reasoning";

const NO_INPUT = new Constant("{}");

/** https://platform.openai.com/docs/api-reference/chat/streaming */
export class OpenAiStreamWriter extends StreamWriter {
  private chunks: Chunks;
  private json: JsonWriter;
  private tokens: TokenLog = new TokenLog();
  /** The thought so far: the client gets it again, whole, with its seal. */
  private thought: Output = new Output();
  /** How many details the client has. */
  private details: i32 = 0;
  private refuses: bool = false;
  /** By call: whether the client has a piece of its arguments. */
  private hasInput: Array<bool> = [];
  /** The client knows `function_call` alone. */
  private asFunction: bool;

  /** By call: the text of a custom tool's; null: it calls a function. */
  private texts: Array<TextInput | null> = [];

  constructor(
    private request: ChatRequest,
    private stamp: Stamp,
    out: Output,
  ) {
    super(out);
    this.chunks = new Chunks(out, request.streamUsage);
    this.json = new JsonWriter(out);
    this.asFunction = callsFunctions(request);
  }

  begin(id: Span, model: Span, usage: Usage): void {
    this.chunks.begin(id, model, "chat.completion.chunk", "chatcmpl-", this.stamp);
    this.open();
    this.out.ascii('"role":"assistant","content":"","refusal":null');
    this.close();
  }

  text(piece: Span): void {
    this.piece("content", piece);
  }

  logprobs(list: Span): void {
    this.tokens.add(list);
  }

  refusal(piece: Span): void {
    this.refuses = true;
    this.piece("refusal", piece);
  }

  /** Nothing stands between two thoughts: it would be read as a part of the sealed text. */
  reasoning(piece: Span): void {
    this.thought.raw(piece);
    this.piece("reasoning_content", piece);
  }

  signature(signature: Span, id: Span): void {
    this.openDetails();
    this.writeThought(signature, id);
    this.closeDetails();
  }

  encryptedReasoning(data: Span, id: Span): void {
    if (isMessageSignature(data, this.maker)) return this.sign(signatureIn(data));
    this.openDetails();
    if (this.thought.size > 0) this.writeThought(ABSENT, ABSENT);
    writeEncryptedDetail(data, id, this.maker, this.details++, this.json);
    this.closeDetails();
  }

  private sign(signature: Span): void {
    this.open();
    this.json.restart();
    writeSignature(signature, this.json);
    this.close();
  }

  toolCall(index: i32, id: Span, name: Span): void {
    const isCustom = takesText(this.request, name);
    this.hasInput.push(false);
    this.texts.push(isCustom ? new TextInput() : null);
    if (this.asFunction && index > 0) return;
    this.open();
    if (this.asFunction) writeFunctionBegin(name, this.json);
    else writeCallBegin(index, id, name, isCustom, this.stamp, this.json);
    this.close();
  }

  toolInput(index: i32, piece: Span): void {
    if (index < this.hasInput.length) this.hasInput[index] = true;
    const text: TextInput | null = index < this.texts.length ? this.texts[index] : null;
    if (text !== null) return this.toolText(index, text.add(piece));
    if (this.asFunction && index > 0) return;
    this.open();
    if (this.asFunction) writeFunctionInput(piece, this.json);
    else writeCallInput(index, piece, this.json);
    this.close();
  }

  private toolText(index: i32, piece: Span): void {
    if (length(piece) == 0) return;
    this.open();
    writeCallText(index, piece, this.json);
    this.close();
  }

  finish(reason: StopReason, stopSequence: Span, usage: Usage): void {
    for (let i = 0; i < this.texts.length; i++) {
      const text = this.texts[i];
      if (text !== null && !text.isTold) this.toolText(i, text.text);
    }
    if (reason != StopReason.Length) this.fillInputs();
    const calls = reason == StopReason.ToolUse;
    this.open();
    this.close(calls && this.asFunction ? "function_call" : stopReasonName(reason, this.refuses));
    this.chunks.end(usage);
  }

  fail(failure: Failure): void {
    this.chunks.fail(failure);
  }

  ping(model: Span): void {
    writeComment(this.out);
  }

  free(): void {
    this.chunks.free();
    this.tokens.free();
    this.thought.free();
    for (let i = 0; i < this.texts.length; i++) {
      const text = this.texts[i];
      if (text !== null) text.free();
    }
  }

  /** Clients parse a call's arguments, and other dialects send none for a function that takes none. */
  private fillInputs(): void {
    for (let i = 0; i < this.hasInput.length; i++)
      if (!this.hasInput[i] && this.texts[i] === null) this.toolInput(i, NO_INPUT.bytes);
  }

  private writeThought(signature: Span, id: Span): void {
    writeTextDetail(this.thought.bytes, signature, id, this.maker, this.details++, this.json);
    this.thought.clear();
  }

  private openDetails(): void {
    this.open();
    this.json.restart();
    this.json.key("reasoning_details");
    this.json.array();
  }

  private closeDetails(): void {
    this.json.endArray();
    this.close();
  }

  private piece(name: string, piece: Span): void {
    this.open();
    this.json.restart();
    this.json.rawMember(name, piece);
    this.close();
  }

  private open(): void {
    this.chunks.open();
    this.out.ascii('"delta":{');
  }

  private close(reason: string = ""): void {
    this.out.byte(0x7d);
    this.tokens.write(this.out);
    if (reason.length == 0) this.out.ascii(',"finish_reason":null');
    else {
      this.out.ascii(',"finish_reason":"');
      this.out.ascii(reason);
      this.out.byte(0x22);
    }
    this.chunks.close();
  }
}
