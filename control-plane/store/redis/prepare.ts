import { OperatorError } from "../../process/operator-error.ts";
import type { Connection } from "./connection.ts";
import type { Keys } from "./key-names.ts";

/** Of the layout in keys.ts; a new one comes with what makes it from the one before. */
const SCHEMA = 1;

/** @throws OperatorError for a Redis that would lose data, or holds a newer program's */
export async function prepare(connection: Connection, keys: Keys): Promise<void> {
  await refuseEviction(connection);
  const schema = await connection.run(async (client) => {
    await client.hSetNX(keys.state, "schema", String(SCHEMA));
    return Number(await client.hGet(keys.state, "schema"));
  });
  if (!Number.isInteger(schema)) {
    throw new OperatorError(`${connection.name}: does not answer as Redis does: see what listens there`);
  }
  if (schema > SCHEMA) {
    throw new OperatorError(
      `${connection.name}: is of a newer Headgate (layout ${schema}, this one knows ${SCHEMA}): run that, or take another prefix`,
    );
  }
}

/** A Redis set up as a cache throws away what it likes when it is full: client keys, for one. */
async function refuseEviction(connection: Connection): Promise<void> {
  const memory = await connection.run((client) => client.info("memory"));
  const policy = /^maxmemory_policy:(\S+)/m.exec(memory)?.[1] ?? "noeviction";
  const limited = !/^maxmemory:0\b/m.test(memory);
  if (limited && policy.startsWith("allkeys")) {
    throw new OperatorError(
      `${connection.name}: deletes data when it is full (maxmemory-policy ${policy}): set it to noeviction, or take another Redis`,
    );
  }
}
