/** An `envoy.config.cluster.v3.Cluster`. */
export interface Cluster {
  name: string;
}
