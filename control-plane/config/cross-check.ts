import { isIP } from "node:net";
import { isLoopback, splitAddress } from "../../contract/address.ts";
import type { Config } from "../../contract/config.ts";
import { checkLimits } from "../limits/check-limits.ts";
import { modelTargets } from "../model/model-targets.ts";
import { isGlob } from "../pattern/glob.ts";
import { didYouMean } from "../problem/did-you-mean.ts";
import { formatPath, type Path, type Problem, type Report } from "../problem/problem.ts";
import { checkCallers } from "./check-callers.ts";
import { checkProviderKeys } from "./check-provider-keys.ts";
import { checkRouting } from "./check-routing.ts";
import { checkRules } from "./rules/check-rules.ts";

/** What a schema cannot say: the parts of the configuration against each other. */
export function crossCheck(config: Config): Problem[] {
  const problems: Problem[] = [];
  const report: Report = (path, reason) => problems.push({ path: formatPath(path), reason });
  checkAddresses(config, report);
  checkAnonymous(config, report);
  checkTimeouts(config, report);
  checkModels(config, report);
  checkProviderKeys(config, report);
  checkCallers(config, report);
  checkCache(config, report);
  checkRules(config, report);
  checkLimits(config, report);
  checkRouting(config, report);
  return problems;
}

function checkAddresses(config: Config, report: Report): void {
  const seen = new Map<string, Path>();
  const all: [Path, string][] = [
    [["listen"], config.listen],
    [["control_plane", "listen"], config.control_plane.listen],
    [["admin"], config.admin],
  ];
  for (const [path, text] of all) {
    const { host } = splitAddress(text);
    // Envoy's listeners take no names: one would be resolved once, and who knows to what.
    if (host !== "localhost" && isIP(host) === 0) {
      report(path, `expected an IP address or "localhost" before the port, not "${host}"`);
    }
    const other = seen.get(text);
    if (other !== undefined) report(path, `${text} is already taken by ${formatPath(other)}`);
    else seen.set(text, path);
  }
  const { control_plane } = config;
  if (control_plane.tls === undefined && !isLoopback(splitAddress(control_plane.listen).host)) {
    report(
      ["control_plane", "listen"],
      `${control_plane.listen} can be reached by others, and secrets would go there in the clear: add control_plane.tls, or listen on 127.0.0.1`,
    );
  }
  if (!demandsKeys(config) && config.anonymous === undefined && !isLoopback(splitAddress(config.listen).host)) {
    report(
      ["listen"],
      `${config.listen} can be reached by others and no client key is demanded: add keys, listen on 127.0.0.1, or set anonymous: true, or false if the admin API makes the keys`,
    );
  }
}

/** Whether a caller has to show who it is. */
function demandsKeys({ keys, jwt }: Config): boolean {
  return keys.length > 0 || jwt !== undefined;
}

function checkAnonymous(config: Config, report: Report): void {
  if (config.anonymous && demandsKeys(config)) {
    report(["anonymous"], "a client key or token is always demanded where there are keys or jwt: remove this, or them");
  }
}

function checkTimeouts({ timeouts }: Config, report: Report): void {
  // Envoy takes none for no limit, or for a limit that nothing meets.
  for (const [name, duration] of Object.entries(timeouts)) {
    if (Number.parseFloat(duration) === 0) report(["timeouts", name], "must be longer than 0s");
  }
}

function checkModels(config: Config, report: Report): void {
  const providers = Object.keys(config.providers);
  const models = Object.keys(config.models);
  if (models.length === 0) report(["models"], "at least one model is needed");
  for (const [name, model] of Object.entries(config.models)) {
    checkGlob(["models", name], name, report);
    const seen = new Set<string>();
    for (const [index, target] of (model.targets ?? []).entries()) {
      const path = ["models", name, "targets", index];
      if (!Object.hasOwn(config.providers, target.provider)) {
        const hint = didYouMean(target.provider, providers);
        report([...path, "provider"], `no provider named "${target.provider}"${hint}`);
      }
      if (target.model !== undefined && isGlob(target.model)) {
        report([...path, "model"], "an upstream model's name must not hold '*' or '?'");
      }
      const upstream = `${target.provider} ${target.model ?? name}`;
      if (seen.has(upstream)) report(path, `the same provider and model stand in this model already`);
      seen.add(upstream);
    }
    if (model.default !== undefined && !Object.hasOwn(config.models, model.default)) {
      report(["models", name, "default"], `no model named "${model.default}"${didYouMean(model.default, models)}`);
    } else if (model.targets === undefined) {
      const found = modelTargets(config, name);
      if ("problem" in found) report(["models", name, ...found.path], found.problem);
    }
  }
}

function checkCache({ cache, models }: Config, report: Report): void {
  if (cache && Number.parseFloat(cache.ttl) === 0) {
    report(["cache", "ttl"], "must be longer than 0s: without a cache section nothing is cached");
  }
  if (cache) return;
  for (const [name, model] of Object.entries(models)) {
    const asks = model.cache !== undefined && model.cache !== "off";
    if (asks)
      report(["models", name, "cache"], "nothing is cached without a cache section: add one, such as cache: {}");
  }
}

function checkGlob(path: Path, glob: string, report: Report): void {
  if (/[[\]{}!]/.test(glob)) report(path, "a name or a glob: '*' and '?' are the only wildcards");
}
