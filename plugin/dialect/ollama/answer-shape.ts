import { NOTHING, Tape } from "../../wire/json-tape";
import { JsonWriter } from "../../wire/json-writer";

/** Where an answer's text, thoughts and tool calls stand: in nothing else do the endpoints' answers differ. */
export abstract class AnswerShape {
  constructor(
    /** What the text is called. */
    public text: string,
  ) {}

  /** The object that holds the pieces; NOTHING if there are none. */
  abstract pieces(tape: Tape): i32;
  abstract open(json: JsonWriter): void;
  abstract close(json: JsonWriter): void;
}

/** `/api/chat` */
export class ChatShape extends AnswerShape {
  constructor() {
    super("content");
  }

  pieces(tape: Tape): i32 {
    const message = tape.find(tape.root, "message");
    return tape.isObject(message) ? message : NOTHING;
  }

  open(json: JsonWriter): void {
    json.key("message");
    json.object();
    json.asciiMember("role", "assistant");
  }

  close(json: JsonWriter): void {
    json.endObject();
  }
}
