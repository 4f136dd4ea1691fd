import { Tool } from "../../exchange/request";
import { ABSENT, Span } from "../../wire/span";

/** As what a client of this dialect gets the call of a tool. */
export enum ToolForm {
  /** `function_call`, or `custom_tool_call` where its one argument is a text. */
  Call = 0,
  /** `tool_search_call`: the client looks for more of its tools. */
  Search = 1,
  // Tools of the platform's that the client runs: see local-tools.ts.
  LocalShell = 2,
  Shell = 3,
  ApplyPatch = 4,
}

/** A tool that another dialect knows as a function of another name, or that is none here. */
export class OwnTool extends Tool {
  form: ToolForm = ToolForm.Call;
  /** Raw strings, as the client has them; the namespace is ABSENT outside of one. */
  namespace: Span = ABSENT;
  ownName: Span = ABSENT;
  /** The whole JSON value in which the client defined it: of its namespace, where it has one. */
  definition: Span = ABSENT;

  /** Whether the platform has defined it, and the client runs it. */
  get isLocal(): bool {
    return this.form >= ToolForm.LocalShell;
  }
}
