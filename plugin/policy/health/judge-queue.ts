import { beginning } from "../../wire/beginning";
import { JsonWriter } from "../../wire/json-writer";
import { Output } from "../../wire/output";
import { Span } from "../../wire/span";

/** Of a prompt, and of an answer: about 2,000 tokens. */
const MOST_TEXT: i32 = 8 * 1024;
/** Two leave in a second: those of four seconds wait, the others are a part of the answers as well. */
const MOST_CASES: i32 = 8;

/** Answers that wait for the judge, each with what was asked. */
export class JudgeQueue {
  private cases: Array<Output> = [];

  /** Writes a case (`caseSchema` in contract/judge.ts); of too many the last are left out. */
  enter(target: Span, model: Span, prompt: Span, answer: Span): void {
    if (this.cases.length >= MOST_CASES) return;
    const document = new Output();
    const json = new JsonWriter(document);
    json.object();
    json.key("target");
    json.utf8(target);
    json.key("model");
    json.utf8(model);
    json.key("prompt");
    json.utf8(beginning(prompt, MOST_TEXT));
    json.key("answer");
    json.utf8(beginning(answer, MOST_TEXT));
    json.endObject();
    this.cases.push(document);
  }

  /** The case that waits longest, for the caller to free; null: none waits. */
  next(): Output | null {
    return this.cases.length > 0 ? this.cases.shift() : null;
  }
}
