import type { Config } from "../../contract/config.ts";
import { FIRST_TOKEN_S } from "./walk-config.ts";

/** In what the walk is not the user's configuration, one sentence each. */
export function leftOut(config: Config): string[] {
  const providers = Object.values(config.providers);
  const models = Object.values(config.models);
  const isLimited = (of: { limits?: object; budget?: object } | null | undefined) =>
    of != null && Object.keys({ ...of.limits, ...of.budget }).length > 0;
  const aliases = Object.entries(config.models).filter(([, { targets }]) => targets === undefined);
  const said: [boolean, string][] = [
    [aliases.length > 0, `${aliases.map(([name]) => name).join(", ")}: as the model that is the default`],
    [true, "providers: each is a fault injector on loopback, asked with placeholders for its keys"],
    [true, `timeouts: connect and first_token at most ${FIRST_TOKEN_S} s, so that the walk ends soon`],
    [
      config.keys.length > 0 || config.jwt !== undefined,
      "keys, jwt: the walk has a client key that may use everything",
    ],
    [config.rules.length > 0, "rules, decisions: not followed"],
    [config.health.judge !== undefined, "health.judge: nobody judges the answers"],
    [config.cache !== undefined, "cache: nothing is answered from it"],
    [config.tls !== undefined, "tls: the walk's listener is plain"],
    [models.some(isLimited), "models' limits and budgets: not counted"],
    [providers.some(({ keys }) => keys.some(isLimited)), "provider keys' limits and budgets: not counted"],
    [providers.some(({ health_check }) => health_check !== undefined), "health_check: no active checks"],
    [
      models.some(
        ({ strategy, targets }) => strategy !== undefined || targets?.some(({ weight }) => weight !== undefined),
      ),
      "strategy, weight: targets are tried in the order of the file",
    ],
    [models.some(({ hedge }) => hedge !== undefined), "hedge: no second target is raced"],
  ];
  return said.filter(([holds]) => holds).map(([, sentence]) => sentence);
}
