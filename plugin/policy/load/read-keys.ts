import { NOTHING, Tape } from "../../wire/json-tape";
import { text } from "../../wire/span";
import { bucketOf, ClientKey, KeySecret, readDigest } from "../client-key";
import { Policy } from "../policy";
import { decoded } from "./decoded";
import { readPatterns } from "./read-allowlist";
import { refuse } from "./refusal";

export function readKeys(tape: Tape, policy: Policy): bool {
  const list = tape.find(tape.root, "keys");
  if (!tape.isArray(list)) return refuse("policy.keys", "expected a list");
  for (let item = tape.first(list); item != NOTHING; item = tape.next(list, item)) {
    const key = new ClientKey(
      decoded(tape, tape.find(item, "id"), policy),
      decoded(tape, tape.find(item, "tenant"), policy),
    );
    if (!readSecrets(tape, tape.find(item, "secrets"), key, policy)) return false;
    readPatterns(tape, tape.find(item, "allow"), key.allow, policy);
    readPatterns(tape, tape.find(item, "deny"), key.deny, policy);
    policy.keys.push(key);
  }
  return true;
}

function readSecrets(tape: Tape, list: i32, key: ClientKey, policy: Policy): bool {
  const path = "policy.keys." + text(key.id) + ".secrets";
  if (!tape.isArray(list)) return refuse(path, "expected a list");
  for (let item = tape.first(list); item != NOTHING; item = tape.next(list, item)) {
    const secret = new KeySecret(key);
    if (!readDigest(tape.text(tape.find(item, "sha256")), secret.digest)) {
      return refuse(path, "expected a sha256 of 64 hex digits");
    }
    const bucket = bucketOf(secret.digest);
    if (!policy.secrets.has(bucket)) policy.secrets.set(bucket, []);
    policy.secrets.get(bucket).push(secret);
  }
  return true;
}
