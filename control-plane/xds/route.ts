import { json, type RequestHandler, Router } from "express";
import { z } from "zod";
import type { Polled } from "./polled.ts";

/** As much as is read of an `envoy.service.discovery.v3.DiscoveryRequest`. */
const requestSchema = z.object({
  version_info: z.string().default(""),
  node: z.object({ id: z.string().min(1).max(256) }),
  resource_names: z.array(z.string()).default([]),
});

export interface XdsRouteOptions {
  polled: Polled;
  /** Lets only the gateway's Envoys through. */
  guard: RequestHandler;
}

/**
 * `POST /v3/discovery:clusters`, `:routes` and `:endpoints`: xDS as JSON over REST, held until there is something to tell. 304: nothing
 * so far, ask again. https://www.envoyproxy.io/docs/envoy/latest/api-docs/xds_protocol#rest-json-polling-subscriptions
 */
export function xdsRoute({ polled, guard }: XdsRouteOptions): Router {
  const router = Router();
  for (const kind of ["clusters", "routes", "endpoints"] as const) {
    router.post(`/v3/discovery\\:${kind}`, guard, json({ limit: "2mb" }), async (request, response) => {
      const asked = requestSchema.safeParse(request.body);
      if (!asked.success) {
        response.status(400).json({ error: "not a DiscoveryRequest with a node.id" });
        return;
      }
      const { node, version_info, resource_names } = asked.data;
      const gone = new AbortController();
      response.on("close", () => {
        gone.abort();
        if (kind !== "endpoints" && !response.writableFinished) polled.lost(node.id, kind);
      });
      const next = await (kind === "endpoints"
        ? polled.nextEndpoints(resource_names, version_info, gone.signal)
        : polled.next(node.id, kind, version_info, gone.signal));
      if (gone.signal.aborted) return;
      if (next === undefined) response.status(304).end();
      else response.json(next);
    });
  }
  return router;
}
