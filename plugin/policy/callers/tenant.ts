import { Span } from "../../wire/span";
import { Requirement } from "../model/requirement";
import { Allowlist } from "./allowlist";

/** Whom client keys belong to. */
export class Tenant {
  constructor(
    public id: Span,
    public allowlist: Allowlist,
    /** What the targets of its requests have to be. */
    public require: Requirement,
  ) {}
}
