import { end, isInAnyCase, length, Span, start } from "../../wire/span";

/** What a member is, beside its texts. */
export enum Mark {
  None = 0,
  /** The conversation. */
  Messages = 1,
  Tools = 2,
  /** A JSON schema that the answer has to keep to, if it is an object; nothing of the prompt if it is a word. */
  Schema = 3,
  /** A list of pictures in base64, which the model does not get as text. */
  Images = 4,
}

/** No member of that name is known. */
export const UNKNOWN: i32 = -1;

/** A member that the model never sees: an id, a signature, base64, a setting. */
const HIDDEN: i32 = -1;

/**
 * What of one kind of object in a request the model gets to see. A member that is not named here is
 * seen whole, so that nothing new or exotic slips a rule. Names count in any case, as a provider that is
 * written in Go reads them.
 */
export class Level {
  /** The `role` of such an object says who speaks. */
  hasRole: bool = false;
  /** The `type` of such an object that is a picture, a document, a format with a schema; empty: none is. */
  imageType: string = "";
  documentType: string = "";
  schemaType: string = "";
  /** The `type` of an object in a user's message that is not the user's own word. */
  resultType: string = "";

  private names: Array<string> = [];
  /** Only in an object of this `type` is the member hidden; empty: always. */
  private types: Array<string> = [];
  /** The member is shown only where its text begins so; empty: always. */
  private prefixes: Array<string> = [];
  private levels: Array<Level | null> = [];
  private marks: Array<Mark> = [];
  /** Place of the member's texts; HIDDEN; or INHERITED. */
  private places: Array<i32> = [];

  private push(name: string, type: string, level: Level | null, mark: Mark, place: i32): Level {
    this.names.push(name);
    this.types.push(type);
    this.prefixes.push("");
    this.levels.push(level);
    this.marks.push(mark);
    this.places.push(place);
    return this;
  }

  hide(names: StaticArray<string>): Level {
    for (let i = 0; i < names.length; i++) this.push(names[i], "", null, Mark.None, HIDDEN);
    return this;
  }

  hideIn(type: string, name: string): Level {
    return this.push(name, type, null, Mark.None, HIDDEN);
  }

  /** A member that the model sees only where its text begins so. */
  showIf(prefix: string, name: string, place: i32): Level {
    this.push(name, "", null, Mark.None, place);
    this.prefixes[this.prefixes.length - 1] = prefix;
    return this;
  }

  /** A member that is an object of that level, or a list of them, or a text. `place`: of its texts, where it says who speaks. */
  open(name: string, level: Level, mark: Mark = Mark.None, place: i32 = INHERITED): Level {
    return this.push(name, "", level, mark, place);
  }

  /** By length first: this runs for every member of every message. */
  find(name: Span): i32 {
    const size = length(name);
    for (let i = 0; i < this.names.length; i++) {
      const known = unchecked(this.names[i]);
      if (size < known.length || (size > known.length && isAscii(name))) continue;
      if (isInAnyCase(name, known)) return i;
    }
    return UNKNOWN;
  }

  isHidden(member: i32): bool {
    return this.places[member] == HIDDEN;
  }

  /** See `hideIn`. */
  typeThatHides(member: i32): string {
    return this.types[member];
  }

  /** See `showIf`. */
  prefixThatShows(member: i32): string {
    return this.prefixes[member];
  }

  level(member: i32): Level {
    const level = this.levels[member];
    return level === null ? TEXTS : level;
  }

  mark(member: i32): Mark {
    return this.marks[member];
  }

  /** `around`: of the object. */
  place(member: i32, around: i32): i32 {
    return this.places[member] == INHERITED ? around : this.places[member];
  }
}

/** The texts of the member are of the same place as those around it. */
const INHERITED: i32 = -2;

/** An object of which the model sees all. */
export const TEXTS: Level = new Level();

/** A JSON schema: what it names and describes, without the words that every schema has. */
export const SCHEMA: Level = new Level();

/** Only other letters have more bytes than those that they stand for. */
function isAscii(name: Span): bool {
  for (let at = start(name); at < end(name); at++) if (load<u8>(at) >= 0x80) return false;
  return true;
}
