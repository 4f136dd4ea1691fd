import { endpointPaths } from "../dialect/endpoint";
import { length, Span, span, start, text } from "../wire/span";

/** Longer paths are not told whole, and nothing is near to them. */
const MOST_READ: i32 = 128;

/** The unknown path, and the endpoint that was probably meant, if there is one. */
export function unknownPath(path: Span): string {
  if (length(path) > MOST_READ) return text(span(start(path), MOST_READ)) + "…";
  const asked = text(path);
  const nearest = nearestTo(asked.toLowerCase());
  return nearest.length == 0 || nearest == asked ? asked : asked + "; the nearest is " + nearest;
}

/** Empty: none is near. An endpoint behind something else, one that it begins, then one with a few slips of the pen. */
function nearestTo(asked: string): string {
  const paths = endpointPaths();
  let behind = "";
  for (let i = 0; i < paths.length; i++) {
    if (paths[i].length > 1 && asked.endsWith(paths[i]) && paths[i].length > behind.length) behind = paths[i];
  }
  if (behind.length > 0) return behind;
  for (let i = 0; i < paths.length; i++) if (asked.length > 1 && paths[i].startsWith(asked)) return paths[i];
  let nearest = "";
  let least = asked.length / 3 + 1;
  for (let i = 0; i < paths.length; i++) {
    const distance = editDistance(asked, paths[i]);
    if (distance >= least) continue;
    nearest = paths[i];
    least = distance;
  }
  return nearest;
}

/** Insertions, deletions and replacements. */
function editDistance(a: string, b: string): i32 {
  const row = new StaticArray<i32>(b.length + 1);
  for (let j = 0; j <= b.length; j++) row[j] = j;
  for (let i = 1; i <= a.length; i++) {
    let diagonal = row[0];
    row[0] = i;
    for (let j = 1; j <= b.length; j++) {
      const replaced = diagonal + (a.charCodeAt(i - 1) == b.charCodeAt(j - 1) ? 0 : 1);
      diagonal = row[j];
      row[j] = min(replaced, min(row[j], row[j - 1]) + 1);
    }
  }
  return row[b.length];
}
