import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import type { Config } from "../../contract/config.ts";
import { OperatorError } from "../process/operator-error.ts";
import { parseConfig } from "./parse.ts";

/**
 * Reads and checks a `headgate.yaml`.
 *
 * @throws OperatorError if it cannot be read, or `path: reason` lines if it is wrong
 */
export function readConfigFile(path: string): Config {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    throw new OperatorError(`${path}: cannot be read: ${reason(error)}`);
  }
  return withAbsolutePaths(parseConfig(text, path), dirname(resolve(path)));
}

/** A relative file means: beside the file that names it. Envoy would look in the folder it was started in. */
function withAbsolutePaths(config: Config, folder: string): Config {
  const providers = Object.entries(config.providers).map(([name, provider]) => [
    name,
    provider.ca === undefined ? provider : { ...provider, ca: resolve(folder, provider.ca) },
  ]);
  const { tls, jwt } = config.control_plane;
  const control_plane = {
    ...config.control_plane,
    ...(tls && { tls: resolved(tls, ["certificate", "key", "ca", "client_ca"], folder) }),
    ...(jwt && { jwt: resolved(jwt, ["jwks_file"], folder) }),
  };
  return { ...config, control_plane, providers: Object.fromEntries(providers) };
}

function resolved<T extends object>(value: T, fields: readonly (keyof T)[], folder: string): T {
  const paths = fields.flatMap((field) =>
    typeof value[field] === "string" ? [[field, resolve(folder, value[field])]] : [],
  );
  return { ...value, ...Object.fromEntries(paths) };
}

function reason(error: unknown): string {
  switch ((error as NodeJS.ErrnoException).code) {
    case "ENOENT":
      return "there is no such file";
    case "EACCES":
      return "permission denied";
    case "EISDIR":
      return "it is a folder";
    default:
      return String(error);
  }
}
