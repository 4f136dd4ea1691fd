import { Span } from "../wire/span";

/** What the gateway knows of a model, for clients that ask. */
export class ModelCard {
  constructor(
    /** A raw JSON string. */
    public name: Span,
  ) {}

  /** Tokens of prompt and answer, of the target that takes most; 0: not known. */
  contextLength: i64 = 0;
  /** False: none of its targets does. */
  takesImages: bool = true;
  callsTools: bool = true;
}
