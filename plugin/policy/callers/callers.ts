import { hash64, Span, same } from "../../wire/span";
import { ClientKey } from "./client-key";
import { Peers } from "./peers";
import { SecretTable } from "./secret-table";
import { Tenant } from "./tenant";
import { TokenClaims } from "./token-claims";

/** Everybody whom a policy knows: by secret, by certificate, by token. */
export class Callers {
  keys: Array<ClientKey> = [];
  secrets: SecretTable = new SecretTable(0);
  peers: Peers = new Peers();
  /** Null: no tokens are taken. */
  token: TokenClaims | null = null;
  private tenants: Map<u64, Tenant> = new Map();

  addTenant(tenant: Tenant): void {
    this.tenants.set(hash64(tenant.id), tenant);
  }

  get hasTenants(): bool {
    return this.tenants.size > 0;
  }

  tenant(id: Span): Tenant | null {
    const key = hash64(id);
    if (!this.tenants.has(key)) return null;
    const found = this.tenants.get(key);
    return same(found.id, id) ? found : null;
  }
}
