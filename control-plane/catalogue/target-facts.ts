import type { Config } from "../../contract/config.ts";
import type { Price } from "../../contract/limits.ts";
import type { Capabilities } from "../../contract/routing.ts";
import type { Traits } from "../../contract/traits.ts";
import type { Target } from "../model/model-targets.ts";
import { isGlob } from "../pattern/glob.ts";
import { type CatalogueEntry, catalogued } from "./catalogue.ts";

/** What a target costs and can take, and whose word the price is. */
interface Known extends Capabilities {
  price?: Price;
  pricedBy?: "target" | "prices" | "catalogue";
  max_tokens: number;
  /** The model's own, and what the configuration says in place of them. */
  traits: Partial<Traits>;
}

/** Of a model that the catalogue does not know: small servers refuse more than their context. */
const USUAL_MAX_TOKENS = 4096;

/** Absent: a target of a glob, which sends on the name that was asked for. */
export function upstreamOf(owner: string, { model }: Target): string | undefined {
  return model ?? (isGlob(owner) ? undefined : owner);
}

/**
 * The target's own word goes first, then its provider's or `prices`, then the catalogue: of that, nothing holds for a provider of the
 * operator's own.
 *
 * @param owner the model that the target stands in
 */
export function knownOf({ providers, prices }: Config, owner: string, target: Target): Known {
  const upstream = upstreamOf(owner, target);
  const provider = providers[target.provider];
  const found = entryOf(provider, upstream);
  const set = upstream !== undefined && Object.hasOwn(prices, upstream) ? prices[upstream] : undefined;
  const context_length = target.context_length ?? found?.context_length;
  const vision = target.vision ?? found?.vision;
  const tools = target.tools ?? found?.tools;
  return {
    max_tokens: target.max_tokens ?? found?.max_tokens ?? USUAL_MAX_TOKENS,
    traits: { ...found?.traits, ...provider?.own_traits, ...target.traits },
    ...priceOf(target.price, set, found?.price),
    ...(context_length !== undefined && { context_length }),
    ...(vision !== undefined && { vision }),
    ...(tools !== undefined && { tools }),
  };
}

function entryOf(provider: Config["providers"][string] | undefined, upstream: string | undefined) {
  if (provider === undefined || provider.private || upstream === undefined) return undefined;
  return catalogued(provider.url, upstream) satisfies CatalogueEntry | undefined;
}

function priceOf(own?: Price, set?: Price, found?: Price): Pick<Known, "price" | "pricedBy"> {
  if (own) return { price: own, pricedBy: "target" };
  if (set) return { price: set, pricedBy: "prices" };
  return found ? { price: found, pricedBy: "catalogue" } : {};
}
