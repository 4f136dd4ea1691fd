/** What of a configuration's failing over cannot work, or not for all. */
export interface Finding {
  /** As `models.gpt-4o.targets[1]`. */
  path: string;
  /** What is so, and what to do. */
  reason: string;
  /** A declared fallback that fires for nobody. */
  isFatal: boolean;
}
