import { type GrantedLeases, LEASE_MS, type LeaseRequest, type ScopeReport, type UsageRow } from "../lease/lease.ts";
import { forgetAt } from "../lease/retention.ts";
import type { Connection } from "./connection.ts";
import type { Keys } from "./key-names.ts";
import { LEASE } from "./script/lease.ts";

export async function lease(connection: Connection, keys: Keys, request: LeaseRequest): Promise<GrantedLeases> {
  const { envoy, at = "", scopes } = request;
  const names = scopes.map(({ scope, window }) => nameOf(scope, window));
  const answers = await connection.script<[allowance: string, others: string, envoys: string][]>(
    LEASE,
    [keys.windows, ...names.map((name) => keys.lease(name))],
    [
      at,
      LEASE_MS,
      envoy,
      keys.lease(""),
      ...scopes.flatMap((report, index) => argumentsOf(report, names[index] ?? "")),
    ].map(String),
  );
  return {
    scopes: scopes.map(({ scope, window }, index) => {
      const [allowance, others, envoys] = answers[index] ?? [];
      return { scope, window, allowance: Number(allowance), others: Number(others), envoys: Number(envoys) };
    }),
  };
}

export async function readUsage(
  connection: Connection,
  keys: Keys,
  scopes: readonly string[] | undefined,
): Promise<UsageRow[]> {
  const asked = scopes && new Set(scopes);
  const names = (await connection.run((client) => client.zRange(keys.windows, 0, -1))).filter(
    (name) => asked?.has(scopeAndWindow(name)[0]) ?? true,
  );
  const hashes = await connection.run((client) => Promise.all(names.map((name) => client.hGetAll(keys.lease(name)))));
  return names
    .flatMap((name, index) => rowOf(name, hashes[index] ?? {}))
    .sort((a, b) => compareBytes(a.scope, b.scope) || compareBytes(a.window, b.window));
}

function argumentsOf({ window, windowEnds, limit, used, holding }: ScopeReport, name: string) {
  return [name, limit, used, holding ?? "", windowEnds, forgetAt(window, windowEnds)];
}

/** None for a window that was forgotten between the two questions. */
function rowOf(name: string, { "": about, ...entries }: Record<string, string>): UsageRow[] {
  if (about === undefined) return [];
  const [scope, window] = scopeAndWindow(name);
  const [limit, windowEnds] = about.split(" ").map(Number);
  const used = Object.values(entries).reduce((sum, entry) => sum + Number.parseInt(entry, 10), 0);
  return [{ scope, window, windowEnds: windowEnds ?? 0, limit: limit ?? 0, used }];
}

function nameOf(scope: string, window: string): string {
  return `${scope}\n${window}`;
}

function scopeAndWindow(name: string): [scope: string, window: string] {
  const end = name.lastIndexOf("\n");
  return [name.slice(0, end), name.slice(end + 1)];
}

function compareBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
