import { z } from "zod";
import { provider } from "../../../contract/provider.ts";
import { IDS, providerFieldsSchema } from "../../managed/kinds.ts";
import type { LivePolicy } from "../../managed/live-policy.ts";
import type { Route } from "../route/route.ts";
import { type Collection, entryShape } from "./collection.ts";
import { changeRoutes, createRoute, readRoutes, writing } from "./managed-routes.ts";

const view = z
  .strictObject({
    ...entryShape,
    ...provider.omit({ keys: true }).shape,
    written: providerFieldsSchema.optional().describe("as it was written here, which is what a change changes"),
  })
  .meta({ id: "Provider" });
const body = z.strictObject({ id: IDS.provider, ...providerFieldsSchema.shape });

export function providerRoutes(live: LivePolicy): Route[] {
  const providers: Collection = {
    kind: "provider",
    name: "providers",
    noun: "provider",
    // It says where prompts and provider keys are sent.
    role: "admin",
    inForce: (config) =>
      Object.entries(config.providers).map(([id, { keys: _, ...fields }]) => {
        const written = live.state.get("provider", id)?.body;
        return { ...fields, id, ...(written !== undefined && { written }) };
      }),
  };
  const how = writing(providerFieldsSchema.shape);
  return [
    ...readRoutes(live, providers, view),
    createRoute(live, providers, view, body, how),
    ...changeRoutes(live, providers, view, how),
  ];
}
