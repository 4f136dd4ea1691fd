import type { Condition } from "../../../contract/condition.ts";

type Comparison = NonNullable<Condition["bytes"]>;

/** The whole numbers that a comparison lets through, both ends included; empty: `least` above `most`. */
export function rangeOf({ gt, gte, lt, lte }: Comparison): { least: number; most: number } {
  const least = Math.max(0, gt === undefined ? 0 : Math.floor(gt) + 1, gte === undefined ? 0 : Math.ceil(gte));
  const most = Math.min(
    lt === undefined ? Number.POSITIVE_INFINITY : Math.ceil(lt) - 1,
    lte === undefined ? Number.POSITIVE_INFINITY : Math.floor(lte),
  );
  return { least, most };
}
