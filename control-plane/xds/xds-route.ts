import { json, type RequestHandler, Router } from "express";
import { z } from "zod";
import type { DiscoveryResponse } from "./discovery.ts";
import type { Polled } from "./rest-polls.ts";

/** As much as is read of an `envoy.service.discovery.v3.DiscoveryRequest`. */
const requestSchema = z.object({
  version_info: z.string().default(""),
  node: z.object({ id: z.string().min(1).max(256) }),
  resource_names: z.array(z.string()).default([]),
});

export interface XdsRouteOptions {
  polled: Polled;
  /** The gateway filter, the same for every Envoy as long as this control plane runs. */
  filters: DiscoveryResponse;
  /** Lets only the gateway's Envoys through. */
  guard: RequestHandler;
}

/**
 * `POST /v3/discovery:clusters`, `:routes`, `:endpoints` and `:extension_configs`: xDS as JSON over REST, held until there
 * is something to tell. 304: nothing so far, ask again. https://www.envoyproxy.io/docs/envoy/latest/api-docs/xds_protocol#rest-json-polling-subscriptions
 */
export function xdsRoute({ polled, filters, guard }: XdsRouteOptions): Router {
  const router = Router();
  for (const kind of ["clusters", "routes", "endpoints", "extension_configs"] as const) {
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
        const isCounted = kind === "clusters" || kind === "routes";
        if (isCounted && !response.writableFinished) polled.lost(node.id, kind);
      });
      const find = {
        clusters: () => polled.next(node.id, "clusters", version_info, gone.signal),
        routes: () => polled.next(node.id, "routes", version_info, gone.signal),
        endpoints: () => polled.nextEndpoints(resource_names, version_info, gone.signal),
        extension_configs: () => polled.unless(version_info, filters, gone.signal),
      };
      const next = await find[kind]();
      if (gone.signal.aborted) return;
      if (next === undefined) response.status(304).end();
      else response.json(next);
    });
  }
  return router;
}
