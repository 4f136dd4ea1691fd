import { OperatorError } from "../process/operator-error.ts";
import { ADMIN_DETAILS, ADMIN_FLAGS, askAdmin, print, table } from "./admin-client.ts";
import type { Command, Flags } from "./command.ts";

interface Key {
  id: string;
  tenant: string;
  state: string;
  source: string;
  allow: string[];
  deny: string[];
  secret?: string;
  previous_until?: string;
}

export const keysCreate: Command = {
  name: "keys create",
  summary: "make a client key, and print its secret, which is shown this once",
  details: `Lists are separated by commas. Moments are such as 2026-12-01T00:00:00Z.\n${ADMIN_DETAILS}`,
  args: ["[id]"],
  flags: {
    tenant: "name",
    allow: "patterns",
    deny: "patterns",
    tags: "words",
    "not-before": "moment",
    "expires-at": "moment",
    "requests-per-minute": "n",
    "tokens-per-minute": "n",
    "usd-per-day": "n",
    "usd-per-month": "n",
    ...ADMIN_FLAGS,
  },
  async run(flags, [id]) {
    const body = {
      id,
      tenant: flags.tenant,
      allow: list(flags.allow),
      deny: list(flags.deny),
      tags: list(flags.tags),
      not_before: flags["not-before"],
      expires_at: flags["expires-at"],
      limits: numbers(flags, ["requests-per-minute", "tokens-per-minute"]),
      budget: numbers(flags, ["usd-per-day", "usd-per-month"]),
    };
    const key: Key = await askAdmin(flags, { method: "POST", path: "/client-keys", body });
    print(flags, key, secretLine(key));
  },
};

export const keysList: Command = {
  name: "keys list",
  summary: "list the client keys, the file's and those made by the API",
  details: ADMIN_DETAILS,
  flags: { ...ADMIN_FLAGS },
  async run(flags) {
    const keys: Key[] = [];
    let after = "";
    do {
      const page = await askAdmin(flags, {
        method: "GET",
        path: `/client-keys?limit=500${after && `&after=${after}`}`,
      });
      keys.push(...page.items);
      after = page.next ?? "";
    } while (after !== "");
    const rows = keys.map((key) => [
      key.id,
      key.tenant,
      key.state,
      key.source,
      [...key.allow, ...key.deny.map((pattern) => `!${pattern}`)].join(","),
    ]);
    print(flags, keys, table([["ID", "TENANT", "STATE", "SOURCE", "MODELS"], ...rows]));
  },
};

export const keysRotate: Command = {
  name: "keys rotate",
  summary: "give a client key another secret, and print it; the one before is good for a while",
  details: `--overlap: how long, such as 30m, 1h (the default), 7d; 0s for a secret that leaked.\n${ADMIN_DETAILS}`,
  args: ["<id>"],
  flags: { overlap: "time", ...ADMIN_FLAGS },
  async run(flags, [id = ""]) {
    const body = flags.overlap === undefined ? {} : { overlap: flags.overlap };
    const key: Key = await askAdmin(flags, {
      method: "POST",
      path: `/client-keys/${encodeURIComponent(id)}:rotate`,
      body,
    });
    const until = key.previous_until === undefined ? "" : `the secret before is good until ${key.previous_until}\n`;
    print(flags, key, secretLine(key) + until);
  },
};

export const keysRevoke: Command = {
  name: "keys revoke",
  summary: "end a client key: it is refused at once, everywhere",
  details: ADMIN_DETAILS,
  args: ["<id>"],
  flags: { ...ADMIN_FLAGS },
  async run(flags, [id = ""]) {
    await askAdmin(flags, { method: "DELETE", path: `/client-keys/${encodeURIComponent(id)}` });
    print(flags, { id, revoked: true }, `${id} is revoked\n`);
  },
};

function secretLine({ id, secret }: Key): string {
  return secret === undefined ? `${id}\n` : `${id}  ${secret}\n`;
}

function list(text: string | undefined): string[] | undefined {
  return text?.split(",").filter((part) => part !== "");
}

/** @throws OperatorError with exit code 2 */
function numbers(flags: Flags, names: readonly string[]): Record<string, number> | undefined {
  const given = names.flatMap((name): [string, number][] => {
    const text = flags[name];
    if (text === undefined) return [];
    const number = Number(text);
    if (!Number.isFinite(number)) throw new OperatorError(`--${name} ${text}: expected a number`, 2);
    return [[name.replaceAll("-", "_"), number]];
  });
  return given.length === 0 ? undefined : Object.fromEntries(given);
}
