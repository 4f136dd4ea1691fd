import { Span } from "../wire/span";
import { Allowlist } from "./allowlist";

/** Whom client keys belong to. */
export class Tenant {
  constructor(
    public id: Span,
    public allowlist: Allowlist,
  ) {}
}
