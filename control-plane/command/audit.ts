import { allEntries } from "../audit/all-entries.ts";
import { type Head, verify } from "../audit/chain.ts";
import { OperatorError } from "../operator-error.ts";
import type { Store } from "../store/store.ts";

/**
 * `headgate audit verify`: says whether the audit log is whole, and prints its head, which a later run can be given
 * to see whether the log was cut off or written anew since.
 *
 * @param noted a head that an earlier run printed: `42:<64 hexadecimal digits>`
 * @returns the exit code: 0, or 1 if the log is not what it was
 * @throws OperatorError with exit code 2 for a `noted` that is none
 */
export async function verifyAudit(
  store: Store,
  out: { write(text: string): unknown },
  noted?: string,
): Promise<number> {
  const verdict = await verify(allEntries(store), noted === undefined ? undefined : parseHead(noted));
  if (!verdict.ok) {
    out.write(`audit log: NOT whole: entry ${verdict.sequence} ${verdict.reason}\n`);
    return 1;
  }
  const { entries, head } = verdict;
  out.write(
    `audit log: whole: ${entries} ${entries === 1 ? "entry" : "entries"}\nhead: ${head.sequence}:${head.hash}\n`,
  );
  return 0;
}

function parseHead(text: string): Head {
  const [, sequence, hash] = /^(\d{1,15}):([0-9a-f]{64})$/.exec(text) ?? [];
  if (sequence === undefined || hash === undefined) {
    throw new OperatorError(`--head ${text}: is not the head that "headgate audit verify" prints: number:hash`, 2);
  }
  return { sequence: Number(sequence), hash };
}
