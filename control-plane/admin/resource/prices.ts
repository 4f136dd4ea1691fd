import { z } from "zod";
import { type Price, priceSchema } from "../../../contract/limits.ts";
import type { LivePolicy } from "../../managed/live-policy.ts";
import { type Route, route } from "../route/route.ts";
import {
  CHANGE_PROBLEMS,
  type Collection,
  demandFree,
  demandOwn,
  entry,
  entryAnswer,
  entryShape,
  putEdit,
} from "./collection.ts";
import { deleteRoute, readRoutes } from "./managed-routes.ts";

const view = z.strictObject({ ...entryShape, ...priceSchema.shape }).meta({ id: "Price" });

/** By upstream model name. Those of the catalogue are no resources: one that is put takes the place of the catalogue's. */
const PRICES: Collection = {
  kind: "price",
  name: "prices",
  noun: "price",
  role: "operator",
  inForce: ({ prices }) => Object.entries(prices).map(([id, price]) => ({ ...price, id })),
};

export function priceRoutes(live: LivePolicy): Route[] {
  return [
    ...readRoutes(live, PRICES, view),
    route<unknown, Price>({
      tag: "prices",
      role: "operator",
      forTenants: false,
      conditional: true,
      method: "put",
      path: "/prices/{id}",
      summary: "Say what an upstream model costs, in USD per million tokens: of each target without a price of its own",
      body: priceSchema,
      answers: { 200: { schema: view, means: "in force" }, ...CHANGE_PROBLEMS },
      async run({ caller, params: { id = "" }, body, ifMatch }) {
        await live.change(caller.actor, (state) => {
          const isNew = state.get("price", id) === undefined;
          if (isNew) demandFree(live, state, PRICES, id);
          const before = isNew ? undefined : demandOwn(live, state, PRICES, id, { caller, ifMatch });
          return putEdit(PRICES, isNew ? "create" : "update", { id, body }, before, caller);
        });
        return entryAnswer(200, entry(live, PRICES, id, caller));
      },
    }),
    deleteRoute(live, PRICES),
  ];
}
