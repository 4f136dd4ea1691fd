import { behindEscape, readEscape } from "../wire/json-string";
import { objectInText } from "../wire/object-in-text";
import { ABSENT, end, length, Span, span, start } from "../wire/span";
import { Listener } from "./listener";
import { PartKind, TextPart, ToolCallPart } from "./part";
import { ChatResponse, StopReason, Usage } from "./response";
import { StreamWriter } from "./stream";

enum Said {
  Nothing = 0,
  Call = 1,
  Words = 2,
}

/**
 * Where a provider was to write a tool call's arguments as its text: says the text on as the call. A text that does not begin
 * as an object does is no call: some servers do not hold their model to it. It goes on as it is.
 */
export class CallInWords extends Listener {
  private said: Said = Said.Nothing;

  /** `name`: of the tool, a raw string. */
  constructor(
    inner: StreamWriter,
    private name: Span,
  ) {
    super(inner);
  }

  text(piece: Span): void {
    const said: Span = this.said == Said.Nothing ? withoutSpace(piece) : piece;
    if (length(said) == 0) return;
    if (this.said == Said.Nothing) {
      this.said = characterAt(start(said), end(said)) == 0x7b ? Said.Call : Said.Words;
      if (this.said == Said.Call) super.toolCall(0, ABSENT, this.name);
    }
    if (this.said == Said.Call) super.toolInput(0, said);
    else super.text(said);
  }
  logprobs(list: Span): void {
    if (this.said == Said.Words) super.logprobs(list);
  }
  finish(reason: StopReason, stopSequence: Span, usage: Usage): void {
    super.finish(this.said == Said.Call ? stopFor(reason) : reason, stopSequence, usage);
  }
}

/** The same of a whole answer, of which is known whether it is an object to its end. */
export function callInWords(response: ChatResponse, name: Span): void {
  const parts = response.parts;
  for (let i = 0; i < parts.length; i++) {
    if (parts[i].kind != PartKind.Text) continue;
    const text = changetype<TextPart>(parts[i]).text;
    if (objectInText(text) == ABSENT) continue;
    const call = new ToolCallPart();
    call.name = name;
    call.input = text;
    call.inputIsText = true;
    parts[i] = call;
    response.stopReason = stopFor(response.stopReason);
    response.logprobs = ABSENT;
  }
}

function stopFor(reason: StopReason): StopReason {
  return reason == StopReason.End ? StopReason.ToolUse : reason;
}

/** A raw string from its first character on that is no white space. */
function withoutSpace(raw: Span): Span {
  const stop = end(raw);
  let at = start(raw);
  while (at < stop && characterAt(at, stop) <= 0x20) at = load<u8>(at) == 0x5c ? behindEscape : at + 1;
  return span(at, <i32>(stop - at));
}

/** Its first byte alone, where it is written as itself. */
function characterAt(at: usize, stop: usize): u32 {
  const byte = load<u8>(at);
  return byte == 0x5c ? readEscape(at, stop) : byte;
}
