import { ApiProblem } from "./api-problem.ts";

/** RFC 9110, 8.8.3: strong, for the body is the same for everybody who may see it. */
export function etagOf(revision: number): string {
  return `"${revision}"`;
}

/**
 * `If-Match` is optional: who sends it is told of a change that was faster, who does not overwrites it.
 *
 * @throws ApiProblem 412
 */
export function demandMatch(ifMatch: string | undefined, revision: number): void {
  if (ifMatch === undefined || ifMatch.trim() === "*") return;
  const given = ifMatch.split(",").map((tag) => tag.trim());
  if (given.includes(etagOf(revision))) return;
  throw new ApiProblem("changed", `it is at ${etagOf(revision)} by now: read it again, and make the change from there`);
}
