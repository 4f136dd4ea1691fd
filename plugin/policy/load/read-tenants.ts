import { NOTHING, Tape } from "../../wire/json-tape";
import { text } from "../../wire/span";
import { Tenant } from "../callers/tenant";
import { Policy } from "../policy";
import { decoded } from "./decoded";
import { refuse } from "./problem";
import { Allowlists } from "./read-allowlist";
import { REQUIRE_SHAPE, readRequirement } from "./read-requirement";

export function readTenants(tape: Tape, policy: Policy, allowlists: Allowlists): bool {
  const list = tape.find(tape.root, "tenants");
  if (list == NOTHING) return true;
  if (!tape.isArray(list)) return refuse("policy.tenants", "expected a list");
  for (let item = tape.first(list); item != NOTHING; item = tape.next(list, item)) {
    const allowlist = allowlists.read(item, "tenants");
    if (allowlist === null) return false;
    const id = decoded(tape, tape.find(item, "id"), policy);
    const require = readRequirement(tape, item, policy);
    if (require === null) return refuse("policy.tenants." + text(id) + ".require", REQUIRE_SHAPE);
    policy.callers.addTenant(new Tenant(id, allowlist, require));
  }
  return true;
}
