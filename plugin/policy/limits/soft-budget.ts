import { Span } from "../../wire/span";

/** From which part of a budget on another model answers. */
export class SoftBudget {
  constructor(
    /** 0 to 1. */
    public at: f64,
    /** The other model's name, and the same as it stands in the policy: a raw JSON string. */
    public use: Span,
    public rawUse: Span,
  ) {}
}
