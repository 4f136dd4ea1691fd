import { wholeNumber } from "../../wire/json-number";
import { NOTHING, Tape } from "../../wire/json-tape";
import { ABSENT, text } from "../../wire/span";
import { ClientKey } from "../callers/client-key";
import { readDigest } from "../callers/digest";
import { SecretTable } from "../callers/secret-table";
import { Policy } from "../policy";
import { decoded } from "./decoded";
import { refuse } from "./problem";
import { Allowlists } from "./read-allowlist";
import { REQUIRE_SHAPE, readRequirement } from "./read-requirement";

const digest: usize = heap.alloc(32);

export function readKeys(tape: Tape, policy: Policy, allowlists: Allowlists): bool {
  const list = tape.find(tape.root, "keys");
  if (!tape.isArray(list)) return refuse("policy.keys", "expected a list");
  policy.callers.secrets = new SecretTable(countSecrets(tape, list));
  for (let item = tape.first(list); item != NOTHING; item = tape.next(list, item)) {
    if (!readKey(tape, item, policy, allowlists)) return false;
  }
  return true;
}

function countSecrets(tape: Tape, keys: i32): i32 {
  let count = 0;
  for (let key = tape.first(keys); key != NOTHING; key = tape.next(keys, key)) {
    const list = tape.find(key, "secrets");
    if (!tape.isArray(list)) continue;
    for (let item = tape.first(list); item != NOTHING; item = tape.next(list, item)) count += 1;
  }
  return count;
}

function readKey(tape: Tape, item: i32, policy: Policy, allowlists: Allowlists): bool {
  const allowlist = allowlists.read(item, "keys");
  if (allowlist === null) return false;
  const id = decoded(tape, tape.find(item, "id"), policy);
  const tenant = decoded(tape, tape.find(item, "tenant"), policy);
  const key = new ClientKey(id, tenant, policy.callers.tenant(tenant), allowlist);
  const problem = readState(tape, item, key);
  if (problem.length > 0) return refuse("policy.keys." + text(id), problem);
  readTags(tape, tape.find(item, "tags"), key, policy);
  const require = readRequirement(tape, item, policy);
  if (require === null) return refuse("policy.keys." + text(id) + ".require", REQUIRE_SHAPE);
  key.require = require;
  const peer = decoded(tape, tape.find(item, "spiffe"), policy);
  if (peer != ABSENT) policy.callers.peers.add(peer, key);
  policy.callers.keys.push(key);
  const unreadable = readSecrets(tape, tape.find(item, "secrets"), policy);
  return unreadable.length == 0 || refuse("policy.keys." + text(id) + ".secrets", unreadable);
}

/** What is wrong with the key's state; empty if nothing is: a key that should be shut must not stand open. */
function readState(tape: Tape, item: i32, key: ClientKey): string {
  const disabled = tape.find(item, "disabled");
  if (disabled != NOTHING && !tape.isTrue(disabled) && !tape.isFalse(disabled)) return "disabled is not true or false";
  key.disabled = tape.isTrue(disabled);
  const notBefore = tape.find(item, "not_before");
  const expiresAt = tape.find(item, "expires_at");
  if (notBefore != NOTHING && !tape.isNumber(notBefore)) return "not_before is no number of seconds since 1970";
  if (expiresAt != NOTHING && !tape.isNumber(expiresAt)) return "expires_at is no number of seconds since 1970";
  if (notBefore != NOTHING) key.notBefore = wholeNumber(tape.bytes(notBefore));
  if (expiresAt != NOTHING) key.expiresAt = wholeNumber(tape.bytes(expiresAt));
  return "";
}

function readTags(tape: Tape, list: i32, key: ClientKey, policy: Policy): void {
  if (!tape.isArray(list)) return;
  for (let item = tape.first(list); item != NOTHING; item = tape.next(list, item)) {
    if (tape.isString(item)) key.tags.push(decoded(tape, item, policy));
  }
}

/** Of the key that was read last: what is wrong with them; empty if nothing is. */
function readSecrets(tape: Tape, list: i32, policy: Policy): string {
  if (!tape.isArray(list)) return "expected a list";
  const owner = policy.callers.keys.length - 1;
  for (let item = tape.first(list); item != NOTHING; item = tape.next(list, item)) {
    if (!readDigest(tape.text(tape.find(item, "sha256")), digest)) return "expected a sha256 of 64 hex digits";
    const until = tape.find(item, "until");
    if (until == NOTHING) policy.callers.secrets.add(digest, owner);
    else if (tape.isNumber(until)) policy.callers.secrets.add(digest, owner, wholeNumber(tape.bytes(until)));
    else return "until is no number of seconds since 1970";
  }
  return "";
}
