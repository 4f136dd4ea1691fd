import type { Config } from "../../contract/config.ts";
import { isGlob } from "../pattern/glob.ts";

export type Target = NonNullable<Config["models"][string]["targets"]>[number];

/** Whose targets a model takes: its own, or those of the model that its `default` leads to. */
type ModelTargets = { owner: string; targets: Target[] } | { path: string[]; problem: string };

/** Follows `default` until a model has targets of its own. */
export function modelTargets(config: Config, name: string): ModelTargets {
  const seen = new Set<string>();
  let owner = name;
  for (;;) {
    const model = Object.hasOwn(config.models, owner) ? config.models[owner] : undefined;
    if (model === undefined) return { path: ["default"], problem: `leads to "${owner}", which is no model` };
    if (model.targets !== undefined) {
      if (owner !== name && isGlob(owner) && model.targets.some((target) => target.model === undefined)) {
        return { path: ["default"], problem: `"${owner}" is a glob whose targets name no upstream model to send` };
      }
      return { owner, targets: model.targets };
    }
    if (model.default === undefined)
      return { path: [], problem: "a model needs targets, or a default to take them from" };
    seen.add(owner);
    owner = model.default;
    if (seen.has(owner)) return { path: ["default"], problem: `goes in a circle: ${[...seen, owner].join(" → ")}` };
  }
}
