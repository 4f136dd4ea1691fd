import { dirname, join, resolve } from "node:path";
import type { Config } from "../../contract/config.ts";
import type { ConfigSource } from "../config/load.ts";
import type { Environment } from "../process/environment.ts";
import { readSecret, secretName } from "../process/environment.ts";

/** Where the store is, and where what belongs beside it goes: the first admin token, the master key. */
interface StorePlace {
  url: string;
  folder: string;
}

/**
 * @param runFolder of `npm start`: for a start without a file
 * @throws OperatorError for a variable that is not set
 */
export function storePlace(
  config: Config,
  source: ConfigSource,
  runFolder: string | undefined,
  environment: Environment,
): StorePlace {
  const folder = source.kind === "file" ? dirname(resolve(source.path)) : resolve(runFolder ?? ".");
  const { store } = config.control_plane;
  if (store === undefined) return { url: `sqlite:${join(folder, "headgate.db")}`, folder };
  const url = /^(env|file):/.test(store) ? readSecret(secretName(store), "control_plane.store", environment) : store;
  if (!url.startsWith("sqlite:")) return { url, folder };
  const file = resolve(folder, url.slice("sqlite:".length));
  return { url: `sqlite:${file}`, folder: dirname(file) };
}
