import { StreamWriter } from "../../exchange/stream";
import { wholeNumber } from "../../wire/json-number";
import { NOTHING, Tape } from "../../wire/json-tape";
import { is, length, Span } from "../../wire/span";
import { isOwnItem } from "./own-item";
import { Telling, ThoughtReader } from "./read-stream-thoughts";

/** Reads the events between a stream's first and last: what becomes of its items. */
export class ItemReader {
  /** Whether the answer holds a refusal. */
  refuses: bool = false;
  /** The items, by their index in the output, of which something was written: their last event only repeats it. */
  private said: Array<i32> = [];
  /** The calls, by their index in the output. */
  private callItems: Array<i32> = [];
  private thoughts: ThoughtReader;

  constructor(private tape: Tape) {
    this.thoughts = new ThoughtReader(tape);
  }

  get calls(): bool {
    return this.callItems.length > 0;
  }

  /** True if the client gets something of it. */
  read(type: Span, writer: StreamWriter): bool {
    const root = this.tape.root;
    if (is(type, "response.output_text.delta")) return this.text(this.delta, writer);
    if (is(type, "response.function_call_arguments.delta")) return this.input(this.delta, writer);
    if (is(type, "response.reasoning_summary_text.delta")) return this.think(Telling.Summary, "summary_index", writer);
    if (is(type, "response.reasoning_text.delta")) return this.think(Telling.Content, "content_index", writer);
    if (is(type, "response.refusal.delta")) return this.refusal(this.delta, writer);
    if (is(type, "response.output_item.added")) return this.begin(this.tape.find(root, "item"), writer);
    if (is(type, "response.output_item.done")) return this.end(this.tape.find(root, "item"), this.index, writer);
    return false;
  }

  /** Some servers send nothing but the whole response: its items, if none came before it. */
  readRest(output: i32, writer: StreamWriter): void {
    if (this.said.length > 0 || !this.tape.isArray(output)) return;
    let index = 0;
    for (let item = this.tape.first(output); item != NOTHING; item = this.tape.next(output, item)) {
      this.end(item, index, writer);
      index += 1;
    }
  }

  private get delta(): Span {
    return this.tape.text(this.tape.find(this.tape.root, "delta"));
  }

  private get index(): i32 {
    return this.number("output_index");
  }

  private number(name: string): i32 {
    const value = this.tape.find(this.tape.root, name);
    return this.tape.isNumber(value) ? <i32>wholeNumber(this.tape.bytes(value)) : 0;
  }

  private note(index: i32): void {
    if (!this.said.includes(index)) this.said.push(index);
  }

  private text(piece: Span, writer: StreamWriter): bool {
    const logprobs = this.tape.find(this.tape.root, "logprobs");
    return this.say(piece, logprobs, this.index, writer);
  }

  private say(piece: Span, logprobs: i32, index: i32, writer: StreamWriter): bool {
    if (length(piece) == 0) return false;
    this.thoughts.end();
    this.note(index);
    if (this.tape.isArray(logprobs) && this.tape.first(logprobs) != NOTHING) writer.logprobs(this.tape.value(logprobs));
    writer.text(piece);
    return true;
  }

  private refusal(piece: Span, writer: StreamWriter): bool {
    if (length(piece) == 0) return false;
    this.refuse(piece, this.index, writer);
    return true;
  }

  private refuse(piece: Span, index: i32, writer: StreamWriter): void {
    this.refuses = true;
    this.thoughts.end();
    this.note(index);
    writer.refusal(piece);
  }

  private input(piece: Span, writer: StreamWriter): bool {
    const call = this.callItems.indexOf(this.index);
    if (length(piece) == 0 || call < 0) return false;
    this.note(this.index);
    writer.toolInput(call, piece);
    return true;
  }

  private think(telling: Telling, partName: string, writer: StreamWriter): bool {
    if (!this.thoughts.read(this.delta, telling, this.index, this.number(partName), writer)) return false;
    this.note(this.index);
    return true;
  }

  private begin(item: i32, writer: StreamWriter): bool {
    if (!is(this.tape.text(this.tape.find(item, "type")), "function_call")) return false;
    return this.beginCall(item, this.index, writer);
  }

  private beginCall(item: i32, index: i32, writer: StreamWriter): bool {
    if (this.callItems.includes(index)) return false;
    const id = this.tape.text(this.tape.find(item, "call_id"));
    const name = this.tape.text(this.tape.find(item, "name"));
    this.thoughts.end();
    writer.toolCall(this.callItems.length, id, name);
    this.callItems.push(index);
    return true;
  }

  private end(item: i32, index: i32, writer: StreamWriter): bool {
    const type = this.tape.text(this.tape.find(item, "type"));
    if (is(type, "reasoning")) return this.endThought(item, index, writer);
    if (is(type, "function_call")) return this.endCall(item, index, writer);
    if (isOwnItem(type)) {
      writer.otherwise();
      return true;
    }
    return is(type, "message") && !this.said.includes(index) && this.sayWhole(item, index, writer);
  }

  private endCall(item: i32, index: i32, writer: StreamWriter): bool {
    const isNew = this.beginCall(item, index, writer);
    const input = this.tape.text(this.tape.find(item, "arguments"));
    if (this.said.includes(index) || length(input) == 0) return isNew;
    this.note(index);
    writer.toolInput(this.callItems.indexOf(index), input);
    return true;
  }

  private sayWhole(item: i32, index: i32, writer: StreamWriter): bool {
    const tape = this.tape;
    const content = tape.find(item, "content");
    if (!tape.isArray(content)) return false;
    let any = false;
    for (let part = tape.first(content); part != NOTHING; part = tape.next(content, part)) {
      const refusal = tape.text(tape.find(part, "refusal"));
      if (length(refusal) > 0) {
        this.refuse(refusal, index, writer);
        any = true;
      } else if (this.say(tape.text(tape.find(part, "text")), tape.find(part, "logprobs"), index, writer)) {
        any = true;
      }
    }
    return any;
  }

  /** Thoughts that have words are sealed by the encrypted content; without any, that is all there is. */
  private endThought(item: i32, index: i32, writer: StreamWriter): bool {
    const content = this.tape.find(item, "content");
    const summary = this.tape.find(item, "summary");
    const wasTold = this.said.includes(index);
    const isTold =
      wasTold ||
      this.thoughts.readWhole(content, Telling.Content, index, writer) ||
      this.thoughts.readWhole(summary, Telling.Summary, index, writer);
    if (isTold) this.note(index);
    const encrypted = this.tape.text(this.tape.find(item, "encrypted_content"));
    if (length(encrypted) == 0) return isTold && !wasTold;
    const id = this.tape.text(this.tape.find(item, "id"));
    if (isTold || this.hasFirst(content) || this.hasFirst(summary)) writer.signature(encrypted, id);
    else writer.encryptedReasoning(encrypted, id);
    this.thoughts.end();
    this.note(index);
    return true;
  }

  private hasFirst(list: i32): bool {
    return this.tape.isArray(list) && this.tape.first(list) != NOTHING;
  }
}
