import { z } from "zod";
import { tenantSchema } from "../../contract/client-key.ts";
import { priceSchema } from "../../contract/limits.ts";
import { modelSchema } from "../../contract/model.ts";
import { digest } from "../../contract/names.ts";
import { ruleSchema } from "../../contract/rule.ts";
import { IDS, keyFieldsSchema, providerFieldsSchema, type StoredKey } from "./kinds.ts";
import { nameOf } from "./merge.ts";
import { Refused } from "./refused.ts";
import type { State } from "./state.ts";
import { type Steps, steps, type Wanted } from "./steps.ts";

/**
 * What the API manages, as `headgate.yaml` has it: a section that is there takes the place of all that the API has of
 * it, one that is not is left alone. Provider keys and admin tokens are secrets and stand in no document.
 */
export const writtenDocumentSchema = z
  .strictObject({
    tenants: z.record(IDS.tenant, tenantSchema).optional(),
    keys: z
      .array(z.strictObject({ id: IDS["client-key"], ...keyFieldsSchema.shape, secret_sha256: digest.optional() }))
      .optional()
      .describe("a key that is there already keeps its secret; a new one needs a secret_sha256 or a spiffe id"),
    providers: z.record(IDS.provider, providerFieldsSchema).optional(),
    models: z.record(IDS.model, modelSchema).optional(),
    prices: z.record(IDS.price, priceSchema).optional(),
    rules: z.array(ruleSchema).optional(),
  })
  .meta({ id: "ManagedPolicy" });
export type WrittenDocument = z.output<typeof writtenDocumentSchema>;

/** What makes the API's resources those of the document. @throws Refused for a new key that nobody could present */
export function stepsTo(document: WrittenDocument, state: State): Steps {
  const { tenants, keys, providers, models, prices, rules } = document;
  const wanted: Wanted[] = [
    ...Object.entries(tenants ?? {}).map(([id, body]) => ({ kind: "tenant" as const, id, body })),
    ...(keys ?? []).map((key, index) => clientKey(key, index, state)),
    ...Object.entries(providers ?? {}).map(([id, body]) => ({ kind: "provider" as const, id, body })),
    ...Object.entries(models ?? {}).map(([id, body]) => ({ kind: "model" as const, id, body })),
    ...Object.entries(prices ?? {}).map(([id, body]) => ({ kind: "price" as const, id, body })),
    ...(rules ?? []).map(({ id = "", ...body }, index) => ({
      kind: "rule" as const,
      id: id || `applied-${index + 1}`,
      body,
      position: index + 1,
    })),
  ];
  const sections = {
    tenant: tenants,
    "client-key": keys,
    provider: providers,
    model: models,
    price: prices,
    rule: rules,
  };
  const touched = new Set(Object.entries(sections).flatMap(([kind, section]) => (section === undefined ? [] : [kind])));
  refuseTwins(wanted);
  return steps(state.resources, wanted, (kind) => touched.has(kind));
}

function clientKey(
  { id, ...fields }: NonNullable<WrittenDocument["keys"]>[number],
  index: number,
  state: State,
): Wanted {
  const before = state.get("client-key", id)?.body as StoredKey | undefined;
  const secret_sha256 = fields.secret_sha256 ?? (fields.spiffe === undefined ? before?.secret_sha256 : undefined);
  if (secret_sha256 === undefined && fields.spiffe === undefined) {
    const reason = "is new and has no secret: give its secret_sha256, or make it by POST /admin/v1/client-keys";
    throw new Refused("invalid", [{ path: `keys[${index}]`, reason }]);
  }
  const previous = secret_sha256 === before?.secret_sha256 ? before?.previous : undefined;
  const body = { ...fields, ...(secret_sha256 && { secret_sha256 }), ...(previous && { previous }) };
  return { kind: "client-key", id, body };
}

function refuseTwins(wanted: readonly Wanted[]): void {
  const seen = new Set<string>();
  for (const { kind, id } of wanted) {
    const name = nameOf(kind, id);
    if (seen.has(name)) throw new Refused("invalid", [{ path: name, reason: "stands there twice" }]);
    seen.add(name);
  }
}
