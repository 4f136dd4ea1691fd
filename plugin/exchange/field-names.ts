import { SettingNames } from "./setting";

/** What a dialect calls the parts of a request that several dialects have: for refusals and notes in the client's words. */
export class FieldNames {
  constructor(
    public settings: SettingNames,
    public maxTokens: string,
    public stop: string,
    /** How hard to think. */
    public reasoning: string,
    /** Structured output. */
    public format: string,
    public tools: string,
    /** Empty where the dialect has none. */
    public toolChoice: string,
    public parallelTools: string,
    /** Of the conversation's list. */
    public messages: string,
  ) {}
}
