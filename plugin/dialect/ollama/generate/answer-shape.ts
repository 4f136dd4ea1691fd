import { NOTHING, Tape } from "../../../wire/json-tape";
import { JsonWriter } from "../../../wire/json-writer";
import { AnswerShape } from "../answer-shape";

/** `/api/generate`: beside `model` and `done`. */
export class GenerateShape extends AnswerShape {
  constructor() {
    super("response");
  }

  pieces(tape: Tape): i32 {
    return tape.isString(tape.find(tape.root, "response")) ? tape.root : NOTHING;
  }

  open(json: JsonWriter): void {}

  close(json: JsonWriter): void {}
}
