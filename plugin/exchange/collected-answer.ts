import { Constant } from "../wire/constant";
import { ABSENT, length, Span, span, start } from "../wire/span";
import { CollectedPart, CollectedValue } from "./collected-part";
import { Listener } from "./listener";
import { PartKind } from "./part";
import { ChatResponse, StopReason, Usage } from "./response";
import { StreamWriter } from "./stream";

/** What a part costs beside its bytes: many empty ones are no way around the limit. */
const PART_SIZE: i32 = 256;

const OPEN = new Constant("[");
const COMMA = new Constant(",");
const CLOSE = new Constant("]");

/** Makes one whole answer of a stream. */
export class CollectedAnswer extends Listener {
  /** Whether all of the answer is there. */
  complete: bool = false;
  private overlong: bool = false;
  private size: i32 = 0;
  private parts: Array<CollectedPart> = [];
  /** Of the calls, in the order of their begin. */
  private calls: Array<CollectedPart> = [];
  private id: CollectedValue = new CollectedValue();
  private model: CollectedValue = new CollectedValue();
  private tokens: CollectedValue = new CollectedValue();
  private stopSequence: CollectedValue = new CollectedValue();
  private response: ChatResponse = new ChatResponse();

  /** `limit`: of bytes; a longer answer goes by, and is never complete. */
  constructor(
    inner: StreamWriter,
    private limit: i32,
  ) {
    super(inner);
  }

  begin(id: Span, model: Span, usage: Usage): void {
    super.begin(id, model, usage);
    this.add(this.id, id);
    this.add(this.model, model);
  }

  text(piece: Span): void {
    super.text(piece);
    this.add(this.current(PartKind.Text).said, piece);
  }

  /** Lists, one behind the other, become one. */
  logprobs(list: Span): void {
    super.logprobs(list);
    if (length(list) <= 2) return;
    this.add(this.tokens, this.tokens.bytes == ABSENT ? OPEN.bytes : COMMA.bytes);
    this.add(this.tokens, span(start(list) + 1, length(list) - 2));
  }

  refusal(piece: Span): void {
    super.refusal(piece);
    this.add(this.current(PartKind.Refusal).said, piece);
  }

  reasoning(piece: Span): void {
    super.reasoning(piece);
    this.add(this.current(PartKind.Reasoning).said, piece);
  }

  signature(signature: Span, id: Span): void {
    super.signature(signature, id);
    const thought = this.current(PartKind.Reasoning);
    this.add(thought.signature, signature);
    this.add(thought.id, id);
    thought.sealed = true;
  }

  encryptedReasoning(data: Span, id: Span): void {
    super.encryptedReasoning(data, id);
    const thought = this.current(PartKind.Reasoning);
    this.add(thought.encrypted, data);
    this.add(thought.id, id);
    thought.sealed = true;
  }

  toolCall(index: i32, id: Span, name: Span): void {
    super.toolCall(index, id, name);
    const call = this.next(PartKind.ToolCall);
    this.add(call.id, id);
    this.add(call.name, name);
    this.calls.push(call);
  }

  toolInput(index: i32, piece: Span): void {
    super.toolInput(index, piece);
    if (index >= 0 && index < this.calls.length) this.add(this.calls[index].said, piece);
  }

  finish(reason: StopReason, stopSequence: Span, usage: Usage): void {
    super.finish(reason, stopSequence, usage);
    if (this.tokens.bytes != ABSENT) this.add(this.tokens, CLOSE.bytes);
    this.add(this.stopSequence, stopSequence);
    this.response.stopReason = reason;
    this.response.usage = usage;
    this.complete = !this.overlong;
  }

  /** The answer, once it is complete; its spans live as long as this. */
  get answer(): ChatResponse {
    const response = this.response;
    response.id = this.id.bytes;
    response.model = this.model.bytes;
    response.logprobs = this.tokens.bytes;
    response.stopSequence = this.stopSequence.bytes;
    response.parts = [];
    for (let i = 0; i < this.parts.length; i++) response.parts.push(this.parts[i].part);
    return response;
  }

  /** The part that goes on, or a new one. */
  private current(kind: PartKind): CollectedPart {
    const count = this.parts.length;
    const last: CollectedPart | null = count > 0 ? this.parts[count - 1] : null;
    return last !== null && last.kind == kind && !last.sealed ? last : this.next(kind);
  }

  private next(kind: PartKind): CollectedPart {
    const part = new CollectedPart(kind);
    this.grow(PART_SIZE);
    if (!this.overlong) this.parts.push(part);
    return part;
  }

  private add(to: CollectedValue, bytes: Span): void {
    this.grow(length(bytes));
    if (!this.overlong) to.add(bytes);
  }

  private grow(by: i32): void {
    if (this.overlong) return;
    this.size += by;
    this.overlong = this.size > this.limit;
    if (this.overlong) this.freeParts();
  }

  private freeParts(): void {
    for (let i = 0; i < this.parts.length; i++) this.parts[i].free();
    this.parts = [];
    this.calls = [];
  }

  free(): void {
    super.free();
    this.freeParts();
    this.id.free();
    this.model.free();
    this.tokens.free();
    this.stopSequence.free();
  }
}
