import { Part, PartKind, ReasoningPart, TextPart, ToolCallPart } from "../../exchange/part";
import { ChatRequest } from "../../exchange/request";
import { ChatResponse } from "../../exchange/response";
import { Stamp } from "../../exchange/stamp";
import { JsonWriter } from "../../wire/json-writer";
import { Output } from "../../wire/output";
import { ABSENT, Span } from "../../wire/span";
import { calledText } from "../text-input";
import { writeInputAsObject, writeInputAsText } from "../tool-input";
import { calledTool, isSearch, takesText, writeCalledName } from "./called-tool";
import { addWords, wantsCompaction, writeCompaction } from "./compaction";
import { callId, itemId } from "./item-id";
import { idPrefix, itemType, statusOf, writeWish } from "./local-call";
import { incompleteReason } from "./stop-reason";
import { writeUsage } from "./usage";
import { writeEcho, writeIncompleteDetails, writeOpening } from "./write-envelope";
import {
  closeMessage,
  EMPTY,
  inside,
  openItem,
  openMessage,
  writeOutputText,
  writeReasoning,
  writeRefusal,
} from "./write-items";

/** https://platform.openai.com/docs/api-reference/responses/object */
export function writeResponse(response: ChatResponse, request: ChatRequest, stamp: Stamp, json: JsonWriter): void {
  const incomplete = incompleteReason(response.stopReason, refuses(response));
  const isComplete = incomplete.length == 0;
  json.object();
  writeOpening(response.id, response.model, isComplete ? "completed" : "incomplete", stamp, json);
  json.literalMember("error", "null");
  writeIncompleteDetails(incomplete, json);
  json.key("output");
  json.array();
  if (wantsCompaction(request)) writeSummary(response, stamp, json);
  else new ItemWriter(response, request, stamp, isComplete, json).write();
  json.endArray();
  writeUsage(response.usage, json);
  writeEcho(request, json);
  json.endObject();
}

const summary = new Output();

/** A model that wrote none made no compaction. */
function writeSummary(response: ChatResponse, stamp: Stamp, json: JsonWriter): void {
  summary.clear();
  addWords(response.parts, summary);
  if (summary.size > 0) writeCompaction(itemId("cmp_", stamp, 0), summary.bytes, json);
}

function refuses(response: ChatResponse): bool {
  for (let i = 0; i < response.parts.length; i++) {
    if (response.parts[i].kind == PartKind.Refusal) return true;
  }
  return false;
}

/** The parts as items, numbered; what cut the answer short cut the last one. */
class ItemWriter {
  private items: i32 = 0;
  private calls: i32 = 0;
  private logprobs: Span;

  constructor(
    private response: ChatResponse,
    private request: ChatRequest,
    private stamp: Stamp,
    private isComplete: bool,
    private json: JsonWriter,
  ) {
    this.logprobs = response.logprobs;
  }

  write(): void {
    const parts = this.response.parts;
    for (let i = 0; i < parts.length; ) {
      const behind = isWords(parts[i]) ? this.runEnd(i) : i + 1;
      const status = this.isComplete || behind < parts.length ? "completed" : "incomplete";
      if (isWords(parts[i])) this.message(i, behind, status);
      else if (parts[i].kind == PartKind.Reasoning) this.reasoning(changetype<ReasoningPart>(parts[i]), status);
      else if (parts[i].kind == PartKind.ToolCall) this.call(changetype<ToolCallPart>(parts[i]), status);
      i = behind;
    }
  }

  private runEnd(from: i32): i32 {
    const parts = this.response.parts;
    let behind = from + 1;
    while (behind < parts.length && isWords(parts[behind])) behind += 1;
    return behind;
  }

  private id(prefix: string): Span {
    return itemId(prefix, this.stamp, this.items++);
  }

  private message(begin: i32, behind: i32, status: string): void {
    openMessage(this.id("msg_"), status, this.json);
    for (let i = begin; i < behind; i++) {
      const part = changetype<TextPart>(this.response.parts[i]);
      if (part.kind == PartKind.Refusal) {
        writeRefusal(part.text, this.json);
      } else {
        writeOutputText(part.text, inside(this.logprobs), this.json);
        this.logprobs = ABSENT;
      }
    }
    closeMessage(this.json);
  }

  private reasoning(part: ReasoningPart, status: string): void {
    const made = this.id("rs_");
    const sealed = part.signature != ABSENT ? part.signature : part.encrypted;
    const words = part.text == ABSENT && part.signature != ABSENT ? EMPTY.bytes : part.text;
    writeReasoning(part.id != ABSENT ? part.id : made, status, words, sealed, this.response.maker, this.json);
  }

  private call(part: ToolCallPart, status: string): void {
    const tool = calledTool(this.request, part.name);
    if (isSearch(tool)) {
      this.openCall("tool_search_call", "tsc_", part, status);
      this.json.asciiMember("execution", "client");
      this.json.key("arguments");
      writeInputAsObject(part.input, part.inputIsText, this.json);
    } else if (tool !== null && tool.isLocal) {
      this.openCall(itemType(tool.form), idPrefix(tool.form), part, statusOf(tool.form, status));
      writeWish(tool.form, part.input, part.inputIsText, this.json);
    } else if (takesText(tool)) {
      this.openCall("custom_tool_call", "ctc_", part, status);
      writeCalledName(tool, part.name, this.json);
      this.json.rawMember("input", calledText(part));
    } else {
      this.openCall("function_call", "fc_", part, status);
      writeCalledName(tool, part.name, this.json);
      this.json.key("arguments");
      writeInputAsText(part, this.json);
    }
    this.json.endObject();
  }

  private openCall(type: string, prefix: string, part: ToolCallPart, status: string): void {
    openItem(type, this.id(prefix), status, this.json);
    this.json.rawMember("call_id", part.id != ABSENT ? part.id : callId(this.stamp, this.calls));
    this.calls += 1;
  }
}

function isWords(part: Part): bool {
  return part.kind == PartKind.Text || part.kind == PartKind.Refusal;
}
