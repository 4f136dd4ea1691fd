import type { LivePolicy } from "../../managed/live-policy.ts";
import { replaceAll } from "../../managed/replace-all.ts";
import { steps } from "../../managed/steps.ts";
import type { Store } from "../../store/store.ts";
import { type Route, route } from "../route/route.ts";
import { CHANGE_PROBLEMS } from "./collection.ts";
import { changedView, demandVersion, documentIn } from "./versions.ts";

/** `POST /policy/versions/{n}:rollback` */
export function rollBackRoute(live: LivePolicy, store: Store): Route {
  return route({
    tag: "policy",
    role: "admin",
    forTenants: false,
    method: "post",
    path: "/policy/versions/{n}:rollback",
    summary: "Bring back what the API managed in a version, in one change; the file stays as it is",
    answers: { 200: { schema: changedView, means: "in force, as a new version" }, ...CHANGE_PROBLEMS },
    async run({ caller, params: { n } }) {
      const { resources: wanted } = documentIn(await demandVersion(store, n));
      const about = { action: "policy.rollback", object: `policy/${n}` };
      return {
        status: 200,
        body: await replaceAll(live, caller.actor, about, (state) => steps(state.resources, wanted)),
      };
    },
  });
}
