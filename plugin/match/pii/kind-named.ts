import { is, Span } from "../../wire/span";
import { PII_KINDS } from "./kind";

/** By its name in the policy; 0: no such kind. */
export function piiKindNamed(name: Span): i32 {
  for (let i = 0; i < PII_KINDS.length; i++) if (is(name, PII_KINDS[i].name)) return PII_KINDS[i].kind;
  return 0;
}
