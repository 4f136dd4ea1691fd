import { OperatorError } from "../process/operator-error.ts";
import { ADMIN_DETAILS, ADMIN_FLAGS, askAdmin, print } from "./admin-client.ts";
import type { Command } from "./command.ts";

export const auditVerify: Command = {
  name: "audit verify",
  summary: "say whether the audit log is whole: nothing changed, removed or put in",
  details: `It prints the log's head. Note that elsewhere, and give it the next time as --head: a log whose end was cut off, or that
was written anew, shows by nothing else.\n${ADMIN_DETAILS}`,
  flags: { head: "sequence:hash", ...ADMIN_FLAGS },
  async run(flags) {
    const [, sequence, hash] = /^(\d+):([0-9a-f]{64})$/.exec(flags.head ?? "") ?? [];
    if (flags.head !== undefined && hash === undefined)
      throw new OperatorError(`--head ${flags.head}: expected sequence:hash`, 2);
    const noted = hash === undefined ? "" : `?sequence=${sequence}&hash=${hash}`;
    const verdict = await askAdmin(flags, { method: "GET", path: `/audit:verify${noted}` });
    const { ok, entries, head, reason } = verdict;
    print(flags, verdict, ok ? `whole: ${entries} entries; head ${head.sequence}:${head.hash}\n` : "");
    if (!ok) throw new OperatorError(`the audit log is not whole: entry ${verdict.sequence} ${reason}`);
  },
};
