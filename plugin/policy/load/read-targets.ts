import { dialectNamed } from "../../dialect/registry";
import { readTraits } from "../../exchange/read-traits";
import { wholeNumber } from "../../wire/json-number";
import { NOTHING, Tape } from "../../wire/json-tape";
import { ABSENT, is, Span, text } from "../../wire/span";
import { Auth, Face } from "../model/face";
import { Target } from "../model/target";
import { Policy } from "../policy";
import { decoded } from "./decoded";
import { refuse } from "./problem";
import { readCapabilities } from "./read-capabilities";
import { readPrice } from "./read-price";

/** The contract fills it in; here for a policy that was written by hand. */
const DEFAULT_MAX_TOKENS: i32 = 4096;

export function readTargets(tape: Tape, policy: Policy): bool {
  const list = tape.find(tape.root, "targets");
  if (!tape.isArray(list)) return refuse("policy.targets", "expected a list");
  for (let item = tape.first(list); item != NOTHING; item = tape.next(list, item)) {
    const id = decoded(tape, tape.find(item, "id"), policy);
    if (id == ABSENT) return refuse("policy.targets", "a target without an id");
    const provider = policy.provider(decoded(tape, tape.find(item, "provider"), policy));
    if (provider === null) return refuse("policy.targets." + text(id), "names an unknown provider");
    const target = new Target(id, provider);
    target.model = tape.text(tape.find(item, "model"));
    target.authority = decoded(tape, tape.find(item, "authority"), policy);
    target.scheme = tape.text(tape.find(item, "scheme"));
    const limit = tape.find(item, "max_tokens");
    const maxTokens = tape.isNumber(limit) ? <i32>wholeNumber(tape.bytes(limit)) : DEFAULT_MAX_TOKENS;
    target.traits = readTraits(tape, tape.find(item, "traits"), maxTokens);
    target.price = readPrice(tape, tape.find(item, "price"));
    target.capabilities = readCapabilities(tape, item);
    if (!readFaces(tape, tape.find(item, "faces"), target, policy)) return false;
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
