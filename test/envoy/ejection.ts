import { parse, stringify } from "yaml";

/** Envoy's `outlier_detection` of a cluster. */
export type Ejection = Record<string, unknown>;

/**
 * Envoy's configuration with another outlier detection in every cluster that has one.
 *
 * @param change undefined: the cluster's hosts are never ejected
 */
export function withEjection(envoyYaml: string, change: (ejection: Ejection) => Ejection | undefined): string {
  const bootstrap = parse(envoyYaml, { maxAliasCount: -1 });
  for (const cluster of bootstrap.static_resources.clusters as { outlier_detection?: Ejection }[]) {
    if (cluster.outlier_detection === undefined) continue;
    const changed = change(cluster.outlier_detection);
    if (changed === undefined) delete cluster.outlier_detection;
    else cluster.outlier_detection = changed;
  }
  return stringify(bootstrap, { aliasDuplicateObjects: false });
}
