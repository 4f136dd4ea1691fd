import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { Config } from "../../contract/config.ts";
import type { ConfigSource } from "../config/load.ts";
import { checkResolvedConfig } from "../config/parse.ts";
import { OperatorError } from "../process/operator-error.ts";
import { writeStateFile } from "../process/state-file.ts";

/** The last configuration that was taken, as `npm start` keeps it beside the `envoy.yaml` it runs. */
export interface Accepted {
  config: Config;
  source: ConfigSource;
  /** The environment variables that the running Envoy's filter sees. */
  variables: string[];
}

const written = z.object({
  config: z.unknown(),
  source: z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("file"), path: z.string() }),
    z.object({ kind: z.literal("found"), what: z.string() }),
    z.object({ kind: z.literal("demo") }),
  ]),
  variables: z.array(z.string()),
});

/**
 * A control plane that is started again takes this one first: it fits the running Envoy, while the
 * file may by now be wrong, or be for another Envoy. Nothing in it is secret.
 *
 * @throws OperatorError if the file is not there, is damaged, or was written by another version
 */
export function readAccepted(folder: string): Accepted {
  const path = fileIn(folder);
  const { config, source, variables } = parse(path);
  return { config: checkResolvedConfig(config, path), source, variables };
}

export function writeAccepted(folder: string, accepted: Accepted): void {
  writeStateFile(fileIn(folder), `${JSON.stringify(accepted, null, 2)}\n`);
}

/**
 * Reads the file again and again, and puts the last good one back in the place of one that is damaged.
 *
 * @param warn is told why, once for each time that it was mended
 */
export function acceptedKeeper(folder: string, first: Accepted, warn: (why: string) => void): () => Accepted {
  let good = first;
  return () => {
    try {
      good = readAccepted(folder);
    } catch (error) {
      if (!(error instanceof OperatorError)) throw error;
      warn(`${error.message.split("\n")[0]}; the last good one is put back`);
      try {
        writeAccepted(folder, good);
      } catch (failure) {
        warn((failure as Error).message);
      }
    }
    return good;
  };
}

function parse(path: string): z.output<typeof written> {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    // What a parser says of the text may quote it.
    const { code = "it is no JSON" } = error as NodeJS.ErrnoException;
    throw new OperatorError(`${path}: cannot be read (${code})`);
  }
  const result = written.safeParse(value);
  if (!result.success) throw new OperatorError(`${path}: is damaged`);
  return result.data;
}

function fileIn(folder: string): string {
  return join(folder, "accepted.json");
}
