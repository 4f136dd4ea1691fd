import { ABSENT, length, Span } from "../wire/span";
import { Listener } from "./listener";
import { PartKind, TextPart, ToolCallPart } from "./part";
import { ChatResponse, StopReason, Usage } from "./response";
import { StreamWriter } from "./stream";

/** Where a provider was bound to write a tool call's arguments as its text: says the text on as the call. */
export class CallInWords extends Listener {
  private begun: bool = false;

  /** `name`: of the tool, a raw string. */
  constructor(
    inner: StreamWriter,
    private name: Span,
  ) {
    super(inner);
  }

  text(piece: Span): void {
    if (length(piece) == 0) return;
    if (!this.begun) super.toolCall(0, ABSENT, this.name);
    this.begun = true;
    super.toolInput(0, piece);
  }
  logprobs(list: Span): void {}
  finish(reason: StopReason, stopSequence: Span, usage: Usage): void {
    super.finish(this.begun ? stopFor(reason) : reason, stopSequence, usage);
  }
}

/** The same of a whole answer. */
export function callInWords(response: ChatResponse, name: Span): void {
  const parts = response.parts;
  for (let i = 0; i < parts.length; i++) {
    if (parts[i].kind != PartKind.Text) continue;
    const call = new ToolCallPart();
    call.name = name;
    call.input = changetype<TextPart>(parts[i]).text;
    call.inputIsText = true;
    parts[i] = call;
    response.stopReason = stopFor(response.stopReason);
    response.logprobs = ABSENT;
  }
}

function stopFor(reason: StopReason): StopReason {
  return reason == StopReason.End ? StopReason.ToolUse : reason;
}
