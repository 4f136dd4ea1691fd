import type { LivePolicy } from "./live-policy.ts";
import type { State } from "./state.ts";
import { opened, type Steps } from "./steps.ts";
import { type DocumentChange, documentChanges, documentOf } from "./version-document.ts";

/** What many steps at once came to, or would. */
export interface Replaced {
  /** Of the policy; absent where nothing was to be changed. */
  version?: number;
  changes: DocumentChange[];
  warnings: string[];
}

/** What the steps would change. */
export function preview(live: LivePolicy, made: Steps): Replaced {
  const { resources } = live.state;
  const changes = documentChanges(documentOf(live.file, resources), documentOf(live.file, live.after(made).resources));
  return { changes, warnings: opened(resources, made.puts) };
}

/** Makes all steps in one change of the policy. @throws Refused */
export async function replaceAll(
  live: LivePolicy,
  actor: string,
  about: { action: string; object: string },
  stepsFrom: (state: State) => Steps,
): Promise<Replaced> {
  const { puts, deletes } = stepsFrom(live.state);
  if (puts.length + deletes.length === 0) return { changes: [], warnings: [] };
  let shown: Replaced = { changes: [], warnings: [] };
  const { version } = await live.change(actor, (state) => {
    const made = stepsFrom(state);
    shown = preview(live, made);
    return { ...made, ...about, change: shown };
  });
  return { ...shown, ...(version && { version: version.number }) };
}
