import { ABSENT, Span } from "../../wire/span";
import { MEASURES, Measure } from "./measure";
import { SoftBudget } from "./soft-budget";

/** There is no such limit. */
export const NONE: i64 = -1;

/** Whom a limit holds: a client key, a tenant, a model or a provider key, with all its limits. */
export class Scope {
  /** By `Measure`; NONE where there is no limit. */
  private limits: StaticArray<i64> = new StaticArray<i64>(MEASURES);
  concurrentRequests: i64 = NONE;
  maxTokensPerRequest: i64 = NONE;
  maxPromptBytes: i64 = NONE;
  endStreams: bool = false;
  /** Budgets as the policy writes them, for messages. */
  usdPerDay: Span = ABSENT;
  usdPerMonth: Span = ABSENT;

  /** Null: its budgets have no end but their end. */
  soft: SoftBudget | null = null;

  constructor(
    /** key, tenant, model, provider_key. */
    public kind: string,
    public name: Span,
    /** Under which its account is kept: see scopes.ts. */
    public account: Span,
    /** Of `account`. */
    public hash: u64,
  ) {
    this.limits.fill(NONE);
  }

  limit(measure: Measure): i64 {
    return this.limits[measure];
  }

  setLimit(measure: Measure, limit: i64): void {
    this.limits[measure] = limit;
  }

  has(measure: Measure): bool {
    return this.limits[measure] != NONE;
  }

  get hasBudget(): bool {
    return this.has(Measure.DayCost) || this.has(Measure.MonthCost);
  }

  /** Whether it has to be known how many tokens a request has. */
  get countsTokens(): bool {
    return this.has(Measure.Tokens) || this.hasBudget || this.maxTokensPerRequest != NONE;
  }

  /** Whether an account is kept; the other limits look at one request alone. */
  get hasAccount(): bool {
    return this.has(Measure.Requests) || this.has(Measure.Tokens) || this.hasBudget || this.concurrentRequests != NONE;
  }
}
