import { unescape } from "../wire/json-string";
import { NOTHING, Tape } from "../wire/json-tape";
import { Output } from "../wire/output";
import { ABSENT, is, isInAnyCase, Span, text } from "../wire/span";
import { Failure } from "./failure";

/** What every dialect's chat request says under the same names, read without reading the rest. */
export class Facts {
  /** The `model` as it stands in the body: a raw JSON string. */
  rawModel: Span = ABSENT;
  /** The same, decoded: what policy compares. */
  model: Span = ABSENT;
  stream: bool = false;
  private decoded: Output = new Output();

  /**
   * Refuses what the gateway and a provider could read differently, so that no allowlist is passed by
   * it: a top-level name that is given twice (parsers take the first or the last), spelled with
   * escapes, or in another case (Go's parser, Ollama's, takes `Model` for `model`).
   */
  read(tape: Tape, streamsByDefault: bool): Failure | null {
    if (!tape.isObject(tape.root)) return new Failure(400, "the request body must be a JSON object");
    let model = NOTHING;
    let stream = NOTHING;
    for (let key = tape.first(tape.root); key != NOTHING; key = tape.nextKey(tape.root, key)) {
      const name = tape.bytes(key);
      if (tape.isEscaped(key)) return new Failure(400, "a top-level field name must not be spelled with escapes");
      if (is(name, "model")) {
        if (model != NOTHING) return new Failure(400, "model: given twice", "model");
        model = key + 1;
      } else if (is(name, "stream")) {
        if (stream != NOTHING) return new Failure(400, "stream: given twice", "stream");
        stream = key + 1;
      } else if (isInAnyCase(name, "model") || isInAnyCase(name, "stream")) {
        return new Failure(400, text(name) + ": must be written in lower case", text(name));
      }
    }
    if (model == NOTHING) return new Failure(400, "model: is required", "model");
    if (!tape.isString(model) || <i32>tape.bytes(model) == 0) {
      return new Failure(400, "model: expected the name of a model", "model");
    }
    this.rawModel = tape.bytes(model);
    this.model = this.rawModel;
    if (tape.isEscaped(model)) {
      unescape(this.rawModel, this.decoded);
      this.model = this.decoded.bytes;
    }
    this.stream = tape.isNull(stream) ? streamsByDefault : tape.isTrue(stream);
    return null;
  }

  free(): void {
    this.decoded.free();
  }
}
