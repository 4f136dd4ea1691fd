import { TextPart } from "../../exchange/part";
import { Message, Role } from "../../exchange/request";
import { Span } from "../../wire/span";

/** The system message that came as `instructions`, under which name the response repeats it. */
export class Instructions extends Message {
  constructor(public text: Span) {
    super(Role.System);
    this.parts.push(new TextPart(text));
  }
}
