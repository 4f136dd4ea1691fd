import { z } from "zod";
import { ApiProblem } from "./api-problem.ts";

const LONGEST_PAGE = 500;

/** Query parameters of every list. */
export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(LONGEST_PAGE).default(100).describe("how many at most"),
  after: z.string().optional().describe("the `next` of the page before"),
};

export const pageQuerySchema = z.strictObject(pageQuery);

/** A page of a list. */
export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.strictObject({
    items: z.array(item),
    next: z.string().optional().describe("for the next page, as `after`; absent on the last"),
  });
}

/**
 * The part of a list that a query asks for.
 *
 * @param items in their order, each with an id of its own
 */
export function pageFrom<Item extends { id: string }>(
  items: readonly Item[],
  { limit, after }: { limit: number; after?: string | undefined },
): { items: Item[]; next?: string } {
  let start = 0;
  if (after !== undefined) {
    const id = Buffer.from(after, "base64url").toString();
    const at = items.findIndex((item) => item.id === id);
    // What was deleted meanwhile: a list by position has no other place to go on from.
    if (at < 0) {
      const reason = "no such place in the list (any more): start again without it";
      throw new ApiProblem("bad-request", { problems: [{ path: "after", reason }] });
    }
    start = at + 1;
  }
  const page = items.slice(start, start + limit);
  const last = page.at(-1);
  if (last === undefined || start + limit >= items.length) return { items: page };
  return { items: page, next: Buffer.from(last.id).toString("base64url") };
}

/** For lists whose cursor is a number. */
export function numberAfter(after: string | undefined): number | undefined {
  if (after === undefined) return undefined;
  const number = Number(after);
  if (Number.isSafeInteger(number) && number >= 0) return number;
  throw new ApiProblem("bad-request", {
    problems: [{ path: "after", reason: "expected the `next` of the page before" }],
  });
}
