import { Dialect } from "../../dialect/dialect";
import { Operation } from "../../dialect/endpoint";
import { Facts } from "../../exchange/facts";
import { Prompt } from "../../exchange/prompt";
import { Tape } from "../../wire/json-tape";
import { Span } from "../../wire/span";
import { ClientKey } from "../callers/client-key";
import { Findings } from "./findings";

const scratch = new Prompt();

/** A request, as rules look at it. The tape is that of its body. */
export class Subject {
  private isRead: bool = false;

  constructor(
    public facts: Facts,
    public dialect: Dialect,
    public operation: Operation,
    /** Null: an anonymous caller. */
    public key: ClientKey | null,
    /** Serialised pairs. */
    public headers: Span,
    public body: Span,
    /** Since 1970. */
    public seconds: i64,
    private tape: Tape,
    public findings: Findings,
  ) {
    findings.forget();
  }

  /** Read when it is first asked for; valid until the next subject's. */
  get prompt(): Prompt {
    if (!this.isRead) {
      scratch.clear();
      this.dialect.readPrompt(this.tape, scratch);
      this.isRead = true;
    }
    return scratch;
  }
}
