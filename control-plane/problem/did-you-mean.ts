/** A longer name is no slip of the finger, and costs the more to compare. */
const LONGEST = 64;

/**
 * Comparisons in one turn of the event loop: a document of unknown names, each sought among all that are known,
 * would stop the process for minutes. What comes after them has its error, without a suggestion.
 */
const MOST_COMPARISONS = 2000;

/** Names looked at in one turn, also those whose length alone tells that they are another. */
const MOST_LOOKS = 1_000_000;

/** What is left of both in this turn; undefined before the first look. */
let left: { comparisons: number; looks: number } | undefined;

/**
 * The known name that the unknown one was probably meant to be: at most two slips of the finger,
 * and fewer than half its letters.
 */
function suggest(unknown: string, known: Iterable<string>): string | undefined {
  if (unknown.length > LONGEST) return undefined;
  const now = leftNow();
  const meant = unknown.toLowerCase();
  let best: string | undefined;
  let bestDistance = Math.min(3, Math.ceil(unknown.length / 2));
  for (const candidate of known) {
    if (--now.looks < 0) return best;
    if (Math.abs(candidate.length - unknown.length) >= bestDistance) continue;
    if (--now.comparisons < 0) return best;
    const distance = editDistance(meant, candidate.toLowerCase());
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

function leftNow() {
  if (left !== undefined) return left;
  setImmediate(() => {
    left = undefined;
  }).unref();
  left = { comparisons: MOST_COMPARISONS, looks: MOST_LOOKS };
  return left;
}

/** ` (did you mean "…"?)`, or nothing. */
export function didYouMean(unknown: string, known: Iterable<string>): string {
  const name = suggest(unknown, known);
  return name === undefined ? "" : ` (did you mean "${name}"?)`;
}

/** Insertions, deletions, replacements and swapped neighbours, each counted as one. */
function editDistance(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let cost = Math.min(at(rows, i - 1, j) + 1, (row[j - 1] ?? 0) + 1, at(rows, i - 1, j - 1) + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        cost = Math.min(cost, at(rows, i - 2, j - 2) + 1);
      }
      row.push(cost);
    }
    rows.push(row);
  }
  return at(rows, a.length, b.length);
}

function at(rows: number[][], i: number, j: number): number {
  return rows[i]?.[j] ?? 0;
}
