import type { Condition } from "../../../contract/condition.ts";
import type { Config } from "../../../contract/config.ts";
import { isGlob } from "../../pattern/glob.ts";
import { globsMeet, patternFits } from "../../pattern/pattern-fits.ts";
import { didYouMean } from "../../problem/did-you-mean.ts";
import type { Path, Report } from "../../problem/problem.ts";
import { rangeOf } from "./range.ts";

/** Whose clients have the endpoints that not every dialect has. */
const DIALECTS_OF: Readonly<Record<string, readonly string[]>> = {
  embeddings: ["openai", "ollama"],
  count_tokens: ["anthropic"],
};

/** Reports what no request of this configuration can meet. `path`: of the conditions. */
export function checkContradictions(when: Condition, path: Path, config: Config, report: Report): void {
  for (const name of ["estimated_tokens", "bytes", "messages"] as const) {
    const comparison = when[name];
    if (comparison === undefined) continue;
    const { least, most } = rangeOf(comparison);
    if (least > most) report([...path, name], "no number is both above the lower and below the upper bound");
  }
  checkEndpoint(when, path, report);
  checkModel(when, path, config, report);
  checkCaller(when, path, config, report);
}

function checkEndpoint({ endpoint, dialect, ...when }: Condition, path: Path, report: Report): void {
  if (endpoint === undefined) return;
  const speaks = (name: (typeof endpoint)[number]) => {
    const whose = DIALECTS_OF[name];
    return whose === undefined || dialect === undefined || dialect.some((spoken) => whose.includes(spoken));
  };
  if (!endpoint.some(speaks)) {
    report([...path, "endpoint"], `no client of ${dialect?.join(" or ")} has ${endpoint.join(" or ")}`);
  }
  if (!endpoint.every((name) => name === "embeddings")) return;
  for (const name of ["has_tools", "has_images", "has_system", "has_schema"] as const) {
    if (when[name] === true) report([...path, name], "a request for embeddings has none");
  }
}

function checkModel({ model }: Condition, path: Path, config: Config, report: Report): void {
  const models = Object.keys(config.models);
  const mayFit = (pattern: string) =>
    models.some((name) => patternFits(pattern, name) ?? true) ||
    models.some((name) => isGlob(name) && globsMeet(pattern, name));
  if (model === undefined || model.some(mayFit)) return;
  const hint = model.length === 1 ? didYouMean(model[0] ?? "", models) : "";
  report([...path, "model"], `fits no model of this configuration${hint}`);
}

function checkCaller({ tenant, tags }: Condition, path: Path, config: Config, report: Report): void {
  // Whom tokens name, only their issuer knows.
  if (config.jwt === undefined && tenant !== undefined) {
    const tenants = [...new Set([...Object.keys(config.tenants), ...config.keys.map((key) => key.tenant)])];
    if (!tenant.some((pattern) => tenants.some((name) => patternFits(pattern, name) ?? true))) {
      const hint = tenant.length === 1 ? didYouMean(tenant[0] ?? "", tenants) : "";
      report([...path, "tenant"], `fits no tenant of this configuration${hint}`);
    }
  }
  if (tags === undefined) return;
  const known = [...new Set(config.keys.flatMap((key) => key.tags))];
  if (tags.some((tag) => known.includes(tag))) return;
  const hint = tags.length === 1 ? didYouMean(tags[0] ?? "", known) : "";
  report([...path, "tags"], `no key has ${tags.length === 1 ? "this tag" : "one of these tags"}${hint}`);
}
