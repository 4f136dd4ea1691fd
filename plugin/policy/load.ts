import { dialectNamed } from "../dialect/registry";
import { readTraits } from "../exchange/read-traits";
import { realNumber, wholeNumber } from "../wire/json-number";
import { unescape } from "../wire/json-string";
import { NOTHING, Tape } from "../wire/json-tape";
import { Output } from "../wire/output";
import { ABSENT, is, length, PADDING, Span, span, start, text } from "../wire/span";
import { bucketOf, ClientKey, readDigest } from "./client-key";
import { isGlob } from "./glob";
import { Auth, Face, Model, Policy, Target } from "./policy";

/** Where provider keys come from that the policy only names: the VM's environment. */
export type Environment = (name: string) => Span;

/** The contract fills it in; here for a policy that was written by hand. */
const DEFAULT_MAX_TOKENS: i32 = 4096;

/** Why a policy was refused: the path and the reason. */
export let refusal: string = "";

function refuse(path: string, reason: string): bool {
  refusal = path + ": " + reason;
  return false;
}

/**
 * Reads a policy document (`policySchema` in control-plane/contract.ts); null if it is refused. The
 * control plane has validated it; here only what would break the filter is checked again.
 */
export function loadPolicy(json: Span, environment: Environment): Policy | null {
  const document = new StaticArray<u8>(length(json) + <i32>PADDING);
  memory.copy(changetype<usize>(document), start(json), length(json));
  const tape = new Tape();
  if (!tape.scan(span(changetype<usize>(document), length(json)))) {
    refuse("policy", "not JSON at byte " + tape.errorAt.toString());
    return null;
  }
  const policy = new Policy(document);
  policy.version = tape.text(tape.find(tape.root, "version"));
  policy.anonymous = tape.isTrue(tape.find(tape.root, "anonymous"));
  const read =
    readTargets(tape, policy, environment) &&
    readModels(tape, policy) &&
    readKeys(tape, tape.find(tape.root, "keys"), policy);
  tape.free();
  return read ? policy : null;
}

const scratch = new Output();

/** A string without its escapes; a copy only if it has some. */
function decoded(tape: Tape, value: i32, policy: Policy): Span {
  if (!tape.isString(value) || !tape.isEscaped(value)) return tape.text(value);
  scratch.clear();
  unescape(tape.bytes(value), scratch);
  return policy.keep(scratch.bytes);
}

/** `<model>@<index>`, as the generator in envoy/ names the aggregate clusters. */
function poolName(model: Span, index: i32, policy: Policy): Span {
  scratch.clear();
  scratch.raw(model);
  scratch.byte(0x40);
  scratch.decimal(index);
  return policy.keep(scratch.bytes);
}

function readTargets(tape: Tape, policy: Policy, environment: Environment): bool {
  const list = tape.find(tape.root, "targets");
  if (!tape.isArray(list)) return refuse("policy.targets", "expected a list");
  for (let item = tape.first(list); item != NOTHING; item = tape.next(list, item)) {
    const id = decoded(tape, tape.find(item, "id"), policy);
    if (id == ABSENT) return refuse("policy.targets", "a target without an id");
    const target = new Target(id, decoded(tape, tape.find(item, "provider"), policy));
    target.model = tape.text(tape.find(item, "model"));
    target.authority = decoded(tape, tape.find(item, "authority"), policy);
    target.scheme = tape.text(tape.find(item, "scheme"));
    const limit = tape.find(item, "max_tokens");
    const maxTokens = tape.isNumber(limit) ? <i32>wholeNumber(tape.bytes(limit)) : DEFAULT_MAX_TOKENS;
    target.traits = readTraits(tape, tape.find(item, "traits"), maxTokens);
    if (!readFaces(tape, tape.find(item, "faces"), target, policy)) return false;
    readProviderKeys(tape, tape.find(item, "keys"), target, policy, environment);
    policy.addTarget(target);
  }
  return true;
}

function readFaces(tape: Tape, list: i32, target: Target, policy: Policy): bool {
  const path = "policy.targets." + text(target.id) + ".faces";
  if (!tape.isArray(list)) return refuse(path, "expected a list");
  for (let item = tape.first(list); item != NOTHING; item = tape.next(list, item)) {
    const dialect = dialectNamed(tape.text(tape.find(item, "dialect")));
    if (dialect === null) return refuse(path, "unknown dialect");
    const auth = authNamed(tape.text(tape.find(item, "auth")));
    target.faces.push(new Face(dialect, decoded(tape, tape.find(item, "path"), policy), auth));
  }
  return target.faces.length > 0 || refuse(path, "expected at least one");
}

function authNamed(name: Span): Auth {
  if (is(name, "bearer")) return Auth.Bearer;
  if (is(name, "x-api-key")) return Auth.XApiKey;
  return is(name, "api-key") ? Auth.ApiKey : Auth.None;
}

/** A key whose variable is not set is left out: the provider will say 401, and the next target is tried. */
function readProviderKeys(tape: Tape, list: i32, target: Target, policy: Policy, environment: Environment): void {
  if (!tape.isArray(list)) return;
  for (let item = tape.first(list); item != NOTHING; item = tape.next(list, item)) {
    const name = tape.find(item, "env");
    const value = tape.isString(name)
      ? environment(text(tape.bytes(name)))
      : decoded(tape, tape.find(item, "value"), policy);
    if (value != ABSENT) target.keys.push(value);
  }
}

function readModels(tape: Tape, policy: Policy): bool {
  const list = tape.find(tape.root, "models");
  if (!tape.isArray(list)) return refuse("policy.models", "expected a list");
  for (let item = tape.first(list); item != NOTHING; item = tape.next(list, item)) {
    const name = decoded(tape, tape.find(item, "name"), policy);
    const model = new Model(name, tape.text(tape.find(item, "name")), isGlob(name));
    const targets = tape.find(item, "targets");
    if (!tape.isArray(targets)) return refuse("policy.models." + text(name), "expected a list of targets");
    for (let entry = tape.first(targets); entry != NOTHING; entry = tape.next(targets, entry)) {
      const target = policy.target(decoded(tape, tape.find(entry, "id"), policy));
      if (target === null) return refuse("policy.models." + text(name), "names an unknown target");
      const weight = tape.find(entry, "weight");
      model.pools.push(poolName(name, model.targets.length, policy));
      model.targets.push(target);
      model.weights.push(tape.isNumber(weight) ? realNumber(tape.bytes(weight)) : 0);
    }
    if (model.targets.length == 0) return refuse("policy.models." + text(name), "has no target");
    policy.addModel(model);
  }
  return true;
}

function readKeys(tape: Tape, list: i32, policy: Policy): bool {
  if (!tape.isArray(list)) return refuse("policy.keys", "expected a list");
  for (let item = tape.first(list); item != NOTHING; item = tape.next(list, item)) {
    const key = new ClientKey(
      decoded(tape, tape.find(item, "id"), policy),
      decoded(tape, tape.find(item, "tenant"), policy),
    );
    if (!readDigest(tape.text(tape.find(item, "sha256")), key.digest)) {
      return refuse("policy.keys." + text(key.id) + ".sha256", "expected 64 hex digits");
    }
    readPatterns(tape, tape.find(item, "allow"), key.allow, policy);
    readPatterns(tape, tape.find(item, "deny"), key.deny, policy);
    const bucket = bucketOf(key.digest);
    if (!policy.keys.has(bucket)) policy.keys.set(bucket, []);
    policy.keys.get(bucket).push(key);
  }
  return true;
}

function readPatterns(tape: Tape, list: i32, into: Array<Span>, policy: Policy): void {
  if (!tape.isArray(list)) return;
  for (let item = tape.first(list); item != NOTHING; item = tape.next(list, item)) {
    if (tape.isString(item)) into.push(decoded(tape, item, policy));
  }
}
