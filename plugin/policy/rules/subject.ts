import { ClientRequest } from "../../dialect/client-request";
import { Operation } from "../../dialect/operation";
import { Facts } from "../../exchange/facts";
import { Span } from "../../wire/span";
import { ClientKey } from "../callers/client-key";
import { Findings } from "./findings";

/** A request, as rules look at it. */
export class Subject {
  constructor(
    public request: ClientRequest,
    public facts: Facts,
    public operation: Operation,
    /** Null: an anonymous caller. */
    public key: ClientKey | null,
    /** Serialised pairs. */
    public headers: Span,
    /** Since 1970. */
    public seconds: i64,
    public findings: Findings,
  ) {
    findings.forget();
  }
}
