import { unescape } from "../wire/json-string";
import { Kind, NOTHING, Tape } from "../wire/json-tape";
import { Output } from "../wire/output";
import { ABSENT, is, isInAnyCase, length, Span, same, span, start, text } from "../wire/span";
import { Failure } from "./failure";

/** All dialects together know about 60 top-level fields. */
const MAX_FIELDS: i32 = 256;

/** As it stands in the body. Names in a policy have up to 128 characters, each six bytes if it is escaped. */
const MAX_MODEL_NAME: i32 = 1024;

/** What every dialect's chat request says under the same names, read without reading the rest. */
export class Facts {
  /** The `model` as it stands in the body: a raw JSON string. */
  writtenModel: Span = ABSENT;
  /** The model that is used, which a rule may have put in place of that one. */
  rawModel: Span = ABSENT;
  /** The same, decoded: what policy compares. */
  model: Span = ABSENT;
  stream: bool = false;
  private decoded: Output = new Output();

  /**
   * Refuses what the gateway and a provider could read differently, so that no allowlist is passed by
   * it: a top-level name that is given twice (parsers take the first or the last), spelled with
   * escapes, or in another case (Go's parser, Ollama's, takes `Model` for `model`). `alias`: what `model` may be called too;
   * empty: nothing.
   */
  read(tape: Tape, streamsByDefault: bool, alias: string = ""): Failure | null {
    if (!tape.isObject(tape.root)) return new Failure(400, "the request body must be a JSON object");
    let model = NOTHING;
    let named = NOTHING;
    let stream = NOTHING;
    let fields = 0;
    for (let key = tape.first(tape.root); key != NOTHING; key = tape.nextKey(tape.root, key)) {
      const name = tape.bytes(key);
      fields += 1;
      if (fields > MAX_FIELDS) return new Failure(400, "the request body has more than 256 top-level fields");
      if (tape.isEscaped(key)) return new Failure(400, "a top-level field name must not be spelled with escapes");
      if (isRepeated(tape, key)) return new Failure(400, shown(name) + ": given twice", shown(name));
      if (is(name, "model")) model = key + 1;
      else if (is(name, "stream")) stream = key + 1;
      else if (alias.length > 0 && is(name, alias)) named = key + 1;
      else if (isInAnyCase(name, "model") || isInAnyCase(name, "stream")) {
        return new Failure(400, text(name) + ": must be written in lower case", text(name));
      }
    }
    if (model == NOTHING) model = named;
    if (model == NOTHING) return new Failure(400, "model: is required", "model");
    if (!tape.isString(model) || <i32>tape.bytes(model) == 0) {
      return new Failure(400, "model: expected the name of a model", "model");
    }
    if (length(tape.bytes(model)) > MAX_MODEL_NAME) {
      return new Failure(400, "model: a name of more than 1024 bytes", "model");
    }
    if (!tape.isNull(stream) && !tape.isTrue(stream) && tape.kind(stream) != Kind.False) {
      return new Failure(400, "stream: expected true or false", "stream");
    }
    this.writtenModel = tape.bytes(model);
    this.rawModel = this.writtenModel;
    this.model = this.rawModel;
    if (tape.isEscaped(model)) {
      unescape(this.rawModel, this.decoded);
      this.model = this.decoded.bytes;
    }
    this.stream = tape.isNull(stream) ? streamsByDefault : tape.isTrue(stream);
    return null;
  }

  /** Takes another model in place of the one that was asked for. `rawModel`: a raw JSON string, of which a copy is kept. */
  use(rawModel: Span): void {
    const size = length(rawModel);
    this.decoded.clear();
    this.decoded.raw(rawModel);
    unescape(rawModel, this.decoded);
    const at = start(this.decoded.bytes);
    this.rawModel = span(at, size);
    this.model = span(at + size, this.decoded.size - size);
  }

  free(): void {
    this.decoded.free();
  }
}

/** A client's own name for a field, if it is one to read. */
function shown(name: Span): string {
  return length(name) <= 64 ? text(name) : "a top-level field";
}

/** Whether a top-level field before `key` has the same name. */
function isRepeated(tape: Tape, key: i32): bool {
  const name = tape.bytes(key);
  for (let other = tape.first(tape.root); other != key; other = tape.nextKey(tape.root, other)) {
    if (same(tape.bytes(other), name)) return true;
  }
  return false;
}
