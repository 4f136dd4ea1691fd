import { isAmong } from "./phrase";
import { FailureKind } from "./table";

/** The failures that an operator can give words for, in the order in which they are looked for. */
export const WORDED: Array<FailureKind> = [
  FailureKind.Quota,
  FailureKind.KeyRefused,
  FailureKind.ModelNotFound,
  FailureKind.ContextLength,
  FailureKind.RateLimit,
];

/** What a provider says that only its operator knows. */
export class ErrorWords {
  /** By the place in `WORDED`: phrases in lower case. */
  private phrases: Array<Array<string>> = [];

  constructor() {
    for (let i = 0; i < WORDED.length; i++) this.phrases.push([]);
  }

  add(place: i32, phrase: string): void {
    this.phrases[place].push(phrase.toLowerCase());
  }

  /** A `FailureKind`; -1: none of them. In lower case. */
  find(code: string, message: string): i32 {
    for (let i = 0; i < WORDED.length; i++) if (isAmong(this.phrases[i], code, message)) return WORDED[i];
    return -1;
  }
}
