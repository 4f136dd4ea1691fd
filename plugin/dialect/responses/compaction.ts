import { Part, PartKind, TextPart } from "../../exchange/part";
import { ChatRequest, Format, Message, Role, ToolChoice } from "../../exchange/request";
import { Constant } from "../../wire/constant";
import { JsonWriter } from "../../wire/json-writer";
import { Output } from "../../wire/output";
import { ABSENT, from, is, length, Span, startsWith } from "../../wire/span";

// The platform makes a long conversation short when its last item is a `compaction_trigger`, and answers with a `compaction`
// that only it can read: https://platform.openai.com/docs/guides/compaction. Any other provider is asked for a summary,
// which the client gets in such an item, and hands back in place of the conversation.

/** Before a summary, where the platform's own items have encrypted content. */
export const SUMMARY: string = "headgate.summary.";

const LEAD: string = "The conversation so far was made short. This is the summary of it:\\n\\n";

const REQUEST = new Constant(
  "This conversation has grown too long: a summary of it will take its place. Write that summary now. Whoever goes on with " +
    "the work will have your summary and the user's own messages, and nothing else. Tell what the user wants; what was done " +
    "and what was found, with the files, commands and values that matter; what was decided, and why; and what is left to " +
    "do. Call no tools and ask no questions: answer with the summary alone.",
);

/** Of a conversation that is to be made short, the last message. */
class CompactionTrigger extends Message {
  constructor() {
    super(Role.User);
    this.parts.push(new TextPart(REQUEST.bytes));
  }
}

export function addTrigger(into: ChatRequest): void {
  into.messages.push(new CompactionTrigger());
}

/** Whether the client waits for a compaction. */
export function wantsCompaction(request: ChatRequest): bool {
  const count = request.messages.length;
  return count > 0 && request.messages[count - 1] instanceof CompactionTrigger;
}

/** A summary is words, whatever else the client asks of its model's answers. */
export function askForWords(request: ChatRequest): void {
  request.format = Format.Text;
  request.toolName = ABSENT;
  request.toolChoice = request.tools.length > 0 ? ToolChoice.None : ToolChoice.Unset;
}

export function isCompaction(type: Span): bool {
  return is(type, "compaction") || is(type, "compaction_summary");
}

/** The summary in an item's encrypted content, a raw string as it stands there; ABSENT: it is not one of ours. */
export function summaryIn(encrypted: Span): Span {
  if (!startsWith(encrypted, SUMMARY)) return ABSENT;
  const summary = from(encrypted, SUMMARY.length);
  return length(summary) == 0 ? ABSENT : summary;
}

/** The item. `summary`: the model's words, a raw string. */
export function writeCompaction(id: Span, summary: Span, json: JsonWriter): void {
  json.object();
  json.rawMember("id", id);
  json.asciiMember("type", "compaction");
  json.key("encrypted_content");
  json.prefixed(SUMMARY + LEAD, summary);
  json.endObject();
}

/** All that an answer says, one text behind the other. */
export function addWords(parts: Array<Part>, into: Output): void {
  for (let i = 0; i < parts.length; i++) {
    if (parts[i].kind == PartKind.Text) into.raw(changetype<TextPart>(parts[i]).text);
  }
}
