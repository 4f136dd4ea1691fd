/** What is wrong with an answer that is none of the failures: it came, and is of no use. */
export enum Flaw {
  Empty = 0,
  CutOff = 1,
  Refusal = 2,
  Repeats = 3,
  NotJson = 4,
  OtherScript = 5,
  RefusingWords = 6,
}

/** One kind of flaw. The names stand in telemetry and in the admin API. */
class FlawClass {
  constructor(
    public flaw: Flaw,
    public name: string,
    /** Found by reading the answer's text or the request's again, which is done for a sample only. */
    public isRead: boolean,
    /** For docs/health.md. */
    public means: string,
  ) {}
}

/** By `Flaw`. This file is AssemblyScript and TypeScript at once. */
export const FLAWS: Array<FlawClass> = [
  new FlawClass(Flaw.Empty, "empty", false, "neither text nor a tool call"),
  new FlawClass(Flaw.CutOff, "cut_off", true, "ended at a length that the caller did not ask for"),
  new FlawClass(Flaw.Refusal, "refusal", false, "the provider says that the model refused"),
  new FlawClass(Flaw.Repeats, "repeats", true, "the same line, or the same words, again and again"),
  new FlawClass(Flaw.NotJson, "not_json", true, "no JSON, though JSON was asked for"),
  new FlawClass(Flaw.OtherScript, "other_script", true, "in a writing system of which the prompt has no letter"),
  new FlawClass(Flaw.RefusingWords, "refusing_words", true, "begins as refusals begin"),
];
