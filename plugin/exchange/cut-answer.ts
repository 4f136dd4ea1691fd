import { Arena } from "../wire/arena";
import { escape, unescape } from "../wire/json-string";
import { Output } from "../wire/output";
import { span, start } from "../wire/span";
import { PartKind, TextPart } from "./part";
import { ChatResponse, StopReason } from "./response";
import { StopSequences } from "./stop-sequences";

const text = new Output();
const raw = new Output();

/** Ends a whole answer at a stop sequence. `arena`: keeps what stands before it. */
export function cutAnswer(response: ChatResponse, stops: StopSequences, arena: Arena): void {
  let calls = false;
  for (let i = 0; i < response.parts.length; i++) {
    const part = response.parts[i];
    if (part.kind == PartKind.ToolCall) calls = true;
    if (part.kind != PartKind.Text) continue;
    text.clear();
    unescape(changetype<TextPart>(part).text, text);
    if (!stops.find(text.bytes)) continue;
    raw.clear();
    escape(span(start(text.bytes), stops.at), raw);
    response.parts = response.parts.slice(0, i);
    response.parts.push(new TextPart(arena.keep(raw.bytes)));
    response.stopReason = calls ? StopReason.ToolUse : StopReason.StopSequence;
    response.stopSequence = stops.found;
    return;
  }
}
