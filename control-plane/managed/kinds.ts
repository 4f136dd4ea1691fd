import { z } from "zod";
import { clientKeySchema, tenantSchema } from "../../contract/client-key.ts";
import { priceSchema } from "../../contract/limits.ts";
import { modelSchema } from "../../contract/model.ts";
import { digest, identifier, modelName } from "../../contract/names.ts";
import { writtenProvider } from "../../contract/provider.ts";
import { ruleSchema } from "../../contract/rule.ts";
import { moment } from "../../contract/time.ts";
import { storedProviderKeySchema } from "./stored-provider-key.ts";

/** The kinds of resources that make the policy; the store's others (tokens) do not. */
export const POLICY_KINDS = ["tenant", "client-key", "provider", "provider-key", "model", "price", "rule"] as const;
export type PolicyKind = (typeof POLICY_KINDS)[number];

export function isPolicyKind(kind: string): kind is PolicyKind {
  return (POLICY_KINDS as readonly string[]).includes(kind);
}

const { id: _id, secret: _secret, secret_sha256: _digest, previous: _previous, ...keyFields } = clientKeySchema.shape;

/** What of a client key may be written by the API, beside its secret. */
export const keyFieldsSchema = z.strictObject(keyFields);

/** As the store has it. */
const storedKeySchema = keyFieldsSchema.extend({
  secret_sha256: digest.optional(),
  previous: z.strictObject({ secret_sha256: digest, until: moment }).optional(),
});
export type StoredKey = z.input<typeof storedKeySchema>;

/**
 * A provider without keys: the API's are provider keys of their own. One that named variables of this process'
 * environment could send any of them to an address of its choice.
 */
export const providerFieldsSchema = writtenProvider.omit({ keys: true });

/** The bodies in the store, as they were written: defaults are filled in when they are read. */
export const STORED_BODIES = {
  tenant: tenantSchema,
  "client-key": storedKeySchema,
  provider: providerFieldsSchema,
  "provider-key": storedProviderKeySchema,
  model: modelSchema,
  price: priceSchema,
  rule: ruleSchema,
} as const satisfies Record<PolicyKind, z.ZodType>;

/** Of an object that has ids for its fields, this one would be no field. */
const noField = (id: string) => id !== "__proto__";
const named = identifier.refine(noField, "is no name that can be given");

/** What an id of each kind may be. */
export const IDS: Record<PolicyKind | "admin-token", z.ZodString> = {
  tenant: named,
  "client-key": named,
  provider: named,
  "provider-key": named,
  model: modelName.refine(noField, "is no name that can be given"),
  price: modelName.refine(noField, "is no name that can be given"),
  rule: named,
  "admin-token": named,
};
