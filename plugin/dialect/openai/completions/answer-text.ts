import { Part, PartKind, TextPart } from "../../../exchange/part";
import { StopReason } from "../../../exchange/response";
import { Span } from "../../../wire/span";

/** What a reader of plain text gets to see: an answer, or why there is none; never a thought. */
export function answerText(parts: Array<Part>): Array<Span> {
  const runs: Array<Span> = [];
  for (let i = 0; i < parts.length; i++) {
    const kind = parts[i].kind;
    if (kind == PartKind.Text || kind == PartKind.Refusal) runs.push(changetype<TextPart>(parts[i]).text);
  }
  return runs;
}

/** https://platform.openai.com/docs/api-reference/completions/object, `finish_reason` */
export function completionReason(reason: StopReason): string {
  switch (reason) {
    case StopReason.Length:
    case StopReason.ContextFull:
      return "length";
    case StopReason.Filtered:
    case StopReason.Refused:
      return "content_filter";
    default:
      return "stop";
  }
}
