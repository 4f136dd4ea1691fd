import { Period } from "./window";

/** What is counted in windows. The first three are numbered as their periods: what is reserved of them stands by period. */
export enum Measure {
  Tokens = 0,
  /** Nano-dollars: a token of a cheap model costs 20 of them. */
  DayCost = 1,
  MonthCost = 2,
  Requests = 3,
}

export const MEASURES: i32 = 4;

export function periodOf(measure: Measure): Period {
  return measure == Measure.Requests ? Period.Minute : <Period>(<i32>measure);
}

/** As the policy calls it. */
export function measureName(measure: Measure): string {
  switch (measure) {
    case Measure.Tokens:
      return "tokens_per_minute";
    case Measure.DayCost:
      return "usd_per_day";
    case Measure.MonthCost:
      return "usd_per_month";
    default:
      return "requests_per_minute";
  }
}
