import { CONTROL_PLANE_CLUSTER } from "./control-plane-cluster.ts";

/** Clusters and routes from the control plane, which holds each poll for up to 25 s until there is something to tell. */
export const REST_SOURCE = {
  resource_api_version: "V3",
  api_config_source: {
    api_type: "REST",
    transport_api_version: "V3",
    cluster_names: [CONTROL_PLANE_CLUSTER],
    refresh_delay: "0.1s",
    request_timeout: "30s",
  },
};
