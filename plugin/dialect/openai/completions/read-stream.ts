import { Step, StreamWriter } from "../../../exchange/stream";
import { Tape } from "../../../wire/json-tape";
import { ABSENT } from "../../../wire/span";
import { filledText } from "../../openai-platform/filled-text";
import { OpenAiStreamReader } from "../read-stream";

/** A stream of chat completions in all but its choices. https://platform.openai.com/docs/api-reference/completions */
export class CompletionStreamReader extends OpenAiStreamReader {
  protected readPiece(tape: Tape, choice: i32, writer: StreamWriter): Step {
    const text = filledText(tape, choice, "text");
    if (text == ABSENT) return Step.Nothing;
    writer.text(text);
    return Step.Content;
  }
}
