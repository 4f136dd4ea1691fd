import { join } from "node:path";

/** Where Envoy finds its clusters and its routes, in a folder of the control plane's. */
export const CLUSTERS_FILE = "clusters.json";
export const ROUTES_FILE = "routes.json";

/** A file that Envoy reads again whenever another is moved into its place. */
export function fileSource(folder: string, file: string): object {
  return {
    resource_api_version: "V3",
    path_config_source: { path: join(folder, file), watched_directory: { path: folder } },
  };
}
