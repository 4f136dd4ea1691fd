import { ADMIN_DETAILS, ADMIN_FLAGS, askAdmin, print } from "./admin-client.ts";
import type { Command } from "./command.ts";
import { type Changes, words } from "./policy-changes.ts";

export const policyRollBack: Command = {
  name: "policy rollback",
  summary: "bring back what the API managed in a version; the file stays as it is",
  details: ADMIN_DETAILS,
  args: ["<version>"],
  flags: { ...ADMIN_FLAGS },
  async run(flags, [version = ""]) {
    const path = `/policy/versions/${encodeURIComponent(version)}:rollback`;
    const answer: Changes = await askAdmin(flags, { method: "POST", path });
    print(flags, answer, words(answer));
  },
};
