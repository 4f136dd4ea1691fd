import { request } from "undici";

/** What an Envoy says of the clusters and routes that it was given. */
export interface Applied {
  /** Those in force. */
  versions: readonly string[];
  /** How often it refused some since it was started. */
  refused: number;
  /** Clusters that it has taken and does not use yet: their names are looked up, their health is asked for. */
  warming: number;
}

const STATISTICS =
  /^(cluster_manager\.cds|http\.headgate\.rds\.headgate)\.(version_text|update_rejected)$|^cluster_manager\.warming_clusters$/;

/** Undefined if there is no Envoy to be asked. @param admin `http://host:port` */
export async function applied(admin: string): Promise<Applied | undefined> {
  const filter = encodeURIComponent(STATISTICS.source);
  const lines = await request(`${admin}/stats?filter=${filter}`, { headersTimeout: 1000, bodyTimeout: 1000 })
    .then(async ({ statusCode, body }) => ({ statusCode, text: await body.text() }))
    .then(({ statusCode, text }) => (statusCode === 200 ? text.split("\n") : undefined))
    .catch(() => undefined);
  if (lines === undefined) return undefined;
  const values = (ending: string) => lines.flatMap((line) => line.match(new RegExp(`${ending}: "?([^"]*)`))?.[1] ?? []);
  const sum = (ending: string) => values(ending).reduce((total, value) => total + Number(value), 0);
  return {
    versions: values("version_text"),
    refused: sum("update_rejected"),
    warming: sum("warming_clusters"),
  };
}
