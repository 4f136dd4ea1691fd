/** What the gateway knows of a model, for clients that ask. */
export class ModelCard {
  /** Tokens of prompt and answer, of the target that takes most; 0: not known. */
  contextLength: i64 = 0;
  /** False: none of its targets does. */
  takesImages: bool = true;
  callsTools: bool = true;
}
