import { z } from "zod";
import { modelSchema } from "../../../contract/model.ts";
import { IDS } from "../../managed/kinds.ts";
import type { LivePolicy } from "../../managed/live-policy.ts";
import type { Route } from "../route/route.ts";
import { type Collection, entryShape } from "./collection.ts";
import { changeRoutes, createRoute, readRoutes, writing } from "./managed-routes.ts";

const view = z.strictObject({ ...entryShape, ...modelSchema.shape }).meta({ id: "Model" });
const body = z.strictObject({ id: IDS.model, ...modelSchema.shape });

const MODELS: Collection = {
  kind: "model",
  name: "models",
  noun: "model",
  role: "operator",
  inForce: ({ models }) => Object.entries(models).map(([id, model]) => ({ ...model, id })),
};

export function modelRoutes(live: LivePolicy): Route[] {
  const how = writing(modelSchema.shape);
  return [
    ...readRoutes(live, MODELS, view),
    createRoute(live, MODELS, view, body, how),
    ...changeRoutes(live, MODELS, view, how),
  ];
}
