import { createHash } from "node:crypto";
import type { Config } from "../../contract/config.ts";
import type { Policy } from "../../contract/policy.ts";
import { secondsAt } from "../../contract/time.ts";
import { type Environment, readSecret, secretName } from "../process/environment.ts";
import { OperatorError } from "../process/operator-error.ts";

type ClientKey = Config["keys"][number];
type Secret = Policy["keys"][number]["secrets"][number];

/**
 * Client keys as the filter knows them, in the configuration's order. A secret in the environment is
 * hashed here: only the hash goes on.
 *
 * @throws OperatorError for a variable that is not set, and for two keys that are one secret
 */
export function clientKeysOf(keys: readonly ClientKey[], environment: Environment): Policy["keys"] {
  const owners = new Map<string, string>();
  return keys.map((key, index) => {
    const path = `keys[${index}]`;
    const made = clientKeyOf(key, path, environment);
    for (const { sha256 } of made.secrets) {
      const owner = owners.get(sha256);
      if (owner !== undefined) throw new OperatorError(`${path}: is the same secret as ${owner}`);
      owners.set(sha256, path);
    }
    return made;
  });
}

/** By the object that they were made from: of ten thousand keys, a change by the admin API leaves all but one as they are. */
const known = new WeakMap<ClientKey, Policy["keys"][number]>();

function clientKeyOf(key: ClientKey, path: string, environment: Environment): Policy["keys"][number] {
  const before = known.get(key);
  if (before !== undefined) return before;
  const made = {
    id: key.id,
    tenant: key.tenant,
    secrets: secretsOf(key, path, environment),
    ...(key.spiffe !== undefined && { spiffe: key.spiffe }),
    disabled: key.disabled,
    ...(key.not_before !== undefined && { not_before: secondsAt(key.not_before) }),
    ...(key.expires_at !== undefined && { expires_at: secondsAt(key.expires_at) }),
    tags: key.tags,
    allow: key.allow,
    deny: key.deny,
    limits: { ...key.limits, ...key.budget },
    ...(key.require && { require: key.require }),
  };
  // What stands in the environment may be another the next time.
  if (key.secret === undefined && key.previous?.secret === undefined) known.set(key, made);
  return made;
}

function secretsOf(key: ClientKey, path: string, environment: Environment): Secret[] {
  const { previous } = key;
  const now = digestOf(key, path, environment);
  const before = previous && digestOf(previous, `${path}.previous`, environment);
  return [
    ...(now === undefined ? [] : [{ sha256: now }]),
    ...(before === undefined || !previous ? [] : [{ sha256: before, until: secondsAt(previous.until) }]),
  ];
}

function digestOf(
  { secret, secret_sha256 }: Pick<ClientKey, "secret" | "secret_sha256">,
  path: string,
  environment: Environment,
): string | undefined {
  if (secret === undefined) return secret_sha256;
  return createHash("sha256")
    .update(readSecret(secretName(secret), `${path}.secret`, environment))
    .digest("hex");
}
