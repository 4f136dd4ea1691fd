import { readFileSync } from "node:fs";
import { z } from "zod";
import { priceSchema } from "../../contract/limits.ts";
import { capabilitiesSchema } from "../../contract/routing.ts";
import { traitsSchema } from "../../contract/traits.ts";

const day = z.iso.date();
const page = z.url({ protocol: /^https$/ });

const catalogueSchema = z.strictObject({
  /** When the file was last gone through. */
  date: day,
  /** By the host of the provider's API: the same model costs something else elsewhere. */
  providers: z.record(
    z.string(),
    z.strictObject({
      source: page,
      models: z.record(
        z.string(),
        capabilitiesSchema.extend({
          price: priceSchema.optional(),
          /** The longest answer that may be asked for. */
          max_tokens: z.int().positive().optional(),
          /** Where it differs from its provider's other models. */
          traits: traitsSchema.partial().optional(),
          /** The day on which the page said so. */
          checked: day,
          /** In place of the provider's. */
          source: page.optional(),
        }),
      ),
    }),
  ),
});
type Catalogue = z.output<typeof catalogueSchema>;
export type CatalogueEntry = Catalogue["providers"][string]["models"][string];

/** What well-known models cost and can take, as their providers published it: `models.json` beside this file. */
export const CATALOGUE: Catalogue = catalogueSchema.parse(
  JSON.parse(readFileSync(new URL("models.json", import.meta.url), "utf8")),
);

/** `gpt-4o-2024-08-06`, `claude-haiku-4-5-20251001`. */
const DATED = /-(?:\d{4}-\d{2}-\d{2}|\d{8})$/;

/** What is known of a provider's model, by its exact name or the one that its dated name begins with. @param url the provider's */
export function catalogued(url: string, model: string): CatalogueEntry | undefined {
  const { host } = new URL(url);
  if (!Object.hasOwn(CATALOGUE.providers, host)) return undefined;
  const models = CATALOGUE.providers[host]?.models ?? {};
  const name = [model, model.replace(DATED, "")].find((candidate) => Object.hasOwn(models, candidate));
  return name === undefined ? undefined : models[name];
}
