import type { CoolDown } from "../../../contract/cool-down.ts";
import type { Connection } from "./connection.ts";
import type { Keys } from "./key-names.ts";

/** `GT`: only ever longer, whichever control plane is the later one. */
export async function addCoolDowns(connection: Connection, keys: Keys, list: readonly CoolDown[], now: number) {
  const members = list.map(({ until, ...about }) => ({ score: until, value: JSON.stringify(about) }));
  await connection.run((client) => {
    const multi = client.multi().zRemRangeByScore(keys.coolDowns, "-inf", now);
    if (members.length > 0) multi.zAdd(keys.coolDowns, members, { comparison: "GT" });
    return multi.exec();
  });
}

export async function readCoolDowns(connection: Connection, keys: Keys, now: number): Promise<CoolDown[]> {
  const found = await connection.run((client) => client.zRangeByScoreWithScores(keys.coolDowns, `(${now}`, "+inf"));
  return found.map(({ value, score }) => ({ ...JSON.parse(value), until: score }));
}
