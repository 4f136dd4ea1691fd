import type { Config } from "../../contract/config.ts";
import { patternProblem } from "../pattern/pattern-problem.ts";
import { didYouMean } from "../problem/did-you-mean.ts";
import type { Path, Report } from "../problem/problem.ts";

type ClientKey = Config["keys"][number];

/** Who may come, and what they may use. */
export function checkCallers(config: Config, report: Report): void {
  for (const [id, tenant] of Object.entries(config.tenants)) {
    if (tenant !== null) checkPatterns(["tenants", id], tenant, report);
  }
  checkKeys(config, report);
  const { jwt, tls } = config;
  if (jwt && (jwt.jwks_url === undefined) === (jwt.jwks_file === undefined)) {
    report(["jwt"], "the issuer's keys come from a jwks_url or a jwks_file: exactly one of them");
  }
  if (tls?.require_client_certificate && tls.client_ca === undefined) {
    report(["tls", "require_client_certificate"], "needs client_ca: the authorities whose clients may come");
  }
}

function checkKeys(config: Config, report: Report): void {
  const tenants = Object.keys(config.tenants);
  const ids = new Map<string, number>();
  const owners = new Map<string, number>();
  for (const [index, key] of config.keys.entries()) {
    const path = ["keys", index];
    if (tenants.length > 0 && !tenants.includes(key.tenant)) {
      report([...path, "tenant"], `no tenant named "${key.tenant}"${didYouMean(key.tenant, tenants)}`);
    }
    if (ids.has(key.id)) report([...path, "id"], `"${key.id}" is already the id of keys[${ids.get(key.id)}]`);
    else ids.set(key.id, index);
    checkShown(path, key, report);
    const shown = key.secret_sha256 ?? key.secret ?? key.spiffe;
    if (shown !== undefined) {
      const what = key.spiffe === undefined ? "secret" : "spiffe id";
      if (owners.has(shown)) report(path, `is the same ${what} as keys[${owners.get(shown)}]`);
      else owners.set(shown, index);
    }
    checkPatterns(path, key, report);
  }
}

/** What the caller shows, and when. */
function checkShown(path: Path, key: ClientKey, report: Report): void {
  if ([key.secret, key.secret_sha256, key.spiffe].filter((way) => way !== undefined).length !== 1) {
    report(path, "a key has a secret (env:NAME or file:/path), a secret_sha256 or a spiffe id: exactly one of them");
  }
  const { previous, not_before, expires_at } = key;
  if (previous && (previous.secret === undefined) === (previous.secret_sha256 === undefined)) {
    report([...path, "previous"], "has a secret (env:NAME or file:/path) or a secret_sha256: exactly one of them");
  }
  if (previous && key.spiffe !== undefined) report([...path, "previous"], "a spiffe id has no secret to rotate");
  if (not_before !== undefined && expires_at !== undefined && Date.parse(not_before) >= Date.parse(expires_at)) {
    report([...path, "expires_at"], "is not after not_before: the key would never be good");
  }
}

function checkPatterns(path: Path, lists: Pick<ClientKey, "allow" | "deny">, report: Report): void {
  for (const field of ["allow", "deny"] as const) {
    for (const [at, text] of lists[field].entries()) {
      const problem = patternProblem(text);
      if (problem !== undefined) report([...path, field, at], problem);
    }
  }
}
