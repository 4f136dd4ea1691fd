import { Stamp } from "../../exchange/stamp";
import { JsonWriter } from "../../wire/json-writer";
import { joinLines } from "../../wire/one-line";
import { ABSENT, Span } from "../../wire/span";
import { AnswerShape } from "./answer-shape";

/** One line of a streamed answer: `open`, further pieces, `close`, further members, `end`. */
export class AnswerLine {
  /** A raw string. */
  model: Span = ABSENT;
  /** Where the line begins in the output. */
  private begin: i32 = 0;

  constructor(
    private json: JsonWriter,
    private shape: AnswerShape,
    private stamp: Stamp,
  ) {}

  /** The text is always told, be it empty. */
  open(text: Span): void {
    const json = this.json;
    this.begin = json.out.size;
    json.restart();
    json.object();
    json.rawMember("model", this.model);
    json.asciiMember("created_at", this.stamp.rfc3339);
    this.shape.open(json);
    json.rawMember(this.shape.text, text);
  }

  close(done: bool): void {
    this.shape.close(this.json);
    this.json.literalMember("done", done ? "true" : "false");
  }

  /** Values that come from elsewhere, arguments above all, may be spread over lines: those ends become spaces. */
  end(): void {
    this.json.endObject();
    joinLines(this.json.out, this.begin);
    this.json.out.byte(0x0a);
  }
}
