/** What the admin API says of a change of the policy. */
export interface Changes {
  version?: number;
  warnings?: string[];
  changes: { op: string; path: string; from?: unknown; value?: unknown }[];
}

/** For people; warnings go to stderr. */
export function words(answer: Changes): string {
  for (const warning of answer.warnings ?? []) process.stderr.write(`warning: ${warning}\n`);
  return answer.version === undefined
    ? "nothing to change\n"
    : `${changeLines(answer)}in force as version ${answer.version}\n`;
}

const SIGNS: Readonly<Record<string, string>> = { add: "+", remove: "-", replace: "~" };

export function changeLines({ changes }: Changes): string {
  if (changes.length === 0) return "nothing to change\n";
  return changes
    .map(({ op, path, from, value }) => {
      const shown = [from, value].filter((each) => each !== undefined).map((each) => JSON.stringify(each));
      return `${SIGNS[op] ?? op} ${path}  ${shown.join(" → ")}\n`;
    })
    .join("");
}
