import { z } from "zod";
import { ruleSchema } from "../../../contract/rule.ts";
import { IDS } from "../../managed/kinds.ts";
import type { LivePolicy } from "../../managed/live-policy.ts";
import type { Route } from "../route/route.ts";
import { type Collection, entryShape } from "./collection.ts";
import { changeRoutes, createRoute, readRoutes, type Writing, writing } from "./managed-routes.ts";

const { id: _, ...fields } = ruleSchema.shape;
const position = z
  .number()
  .describe("rules made here are asked in this order, after the file's; a fraction fits between two");

const view = z.strictObject({ ...entryShape, position: position.optional(), ...fields }).meta({ id: "Rule" });
const body = ruleSchema.safeExtend({ id: IDS.rule, position: position.optional() });

const RULES: Collection = {
  kind: "rule",
  name: "rules",
  noun: "rule",
  role: "operator",
  inForce: ({ rules }) => rules.map((rule, index) => ({ ...rule, id: rule.id ?? `rule-${index + 1}` })),
};

export function ruleRoutes(live: LivePolicy): Route[] {
  const last = () => Math.max(0, ...live.state.all("rule").map((rule) => rule.position ?? 0)) + 1;
  const how: Writing = writing(
    { ...fields, position },
    {
      fieldsOf: ({ body, position }) => ({ ...(body as object), position }),
      put: (id, { position, ...body }) => ({ id, body, position: (position as number | undefined) ?? last() }),
    },
  );
  return [
    ...readRoutes(live, RULES, view),
    createRoute(live, RULES, view, body, how),
    ...changeRoutes(live, RULES, view, how),
  ];
}
