import type { Config } from "../../contract/config.ts";
import { ruleId } from "../../contract/rule.ts";
import { crossCheck } from "../config/cross-check.ts";
import { type Problem, problemsOf } from "../problem/problem.ts";
import { resolveProvider } from "../provider/resolve.ts";
import type { Resource } from "../store/store.ts";
import { isPolicyKind, type PolicyKind, STORED_BODIES } from "./kinds.ts";
import { secretsOf } from "./stored-provider-key.ts";

/** The file's configuration with what the API manages, or what is wrong with the two together. */
type Merged = { config: Config } | { problems: Problem[] };

/**
 * What the API manages comes after what is in the file: the file's rules are asked first. Nothing of the file is
 * replaced: an id that it has already is a problem.
 *
 * Paths of problems lead into the file (`models.m.default`), or to a resource: `client-keys/web: tenant`.
 */
export function merge(file: Config, resources: readonly Resource[]): Merged {
  const config: Config = {
    ...file,
    providers: { ...file.providers },
    models: { ...file.models },
    prices: { ...file.prices },
    tenants: { ...file.tenants },
    keys: [...file.keys],
    rules: [...file.rules],
  };
  const problems: Problem[] = [];
  const places = new Map<string, string>();
  const ruleIds = new Set(file.rules.map(ruleId));
  const keyIds = new Set(file.keys.map(({ id }) => id));

  for (const resource of resources) {
    const { kind, id } = resource;
    if (!isPolicyKind(kind)) continue;
    const name = nameOf(kind, id);
    const taken = (there: boolean) => {
      if (there) problems.push({ path: name, reason: "the file has this one already, and the file goes first" });
      return there;
    };
    const body = parsed(resource);
    if ("problems" in body) {
      problems.push(...body.problems.map(({ path, reason }) => ({ path: path ? `${name}: ${path}` : name, reason })));
      continue;
    }
    switch (body.kind) {
      case "tenant":
        if (!taken(Object.hasOwn(file.tenants, id))) config.tenants[id] = body.value;
        places.set(`tenants.${id}`, name);
        break;
      case "client-key":
        places.set(`keys[${config.keys.length}]`, name);
        if (!taken(keyIds.has(id))) config.keys.push(keyWithId(body.value, id));
        break;
      case "provider": {
        if (taken(Object.hasOwn(file.providers, id))) break;
        // Its keys are the API's: not even a preset's variable is read for it.
        const provider = resolveProvider(id, { ...body.value, keys: [] });
        if ("reason" in provider) {
          problems.push({ path: provider.field ? `${name}: ${provider.field}` : name, reason: provider.reason });
        } else config.providers[id] = provider;
        places.set(`providers.${id}`, name);
        break;
      }
      case "model":
        if (!taken(Object.hasOwn(file.models, id))) config.models[id] = body.value;
        places.set(`models.${id}`, name);
        break;
      case "price":
        if (!taken(Object.hasOwn(file.prices, id))) config.prices[id] = body.value;
        places.set(`prices.${id}`, name);
        break;
      case "rule":
        places.set(`rules[${config.rules.length}]`, name);
        if (!taken(ruleIds.has(id))) config.rules.push({ ...body.value, id });
        break;
    }
  }
  addProviderKeys(config, resources, problems, places);
  if (problems.length > 0) return { problems };
  const crossed = crossCheck(config).map(({ path, reason }) => ({
    path: renamed(path, places),
    reason: reason.replace(/keys\[\d+\]|rules\[\d+\]/g, (place) => places.get(place) ?? place),
  }));
  return crossed.length > 0 ? { problems: crossed } : { config };
}

/** The variable by which a secret of a provider key in the store is known to the rest: never one of the environment's. */
export function storedKeyVariable(id: string, generation: number): string {
  return `HEADGATE_STORED_${Buffer.from(id).toString("hex")}_${generation}`;
}

function addProviderKeys(
  config: Config,
  resources: readonly Resource[],
  problems: Problem[],
  places: Map<string, string>,
): void {
  for (const resource of resources) {
    if (resource.kind !== "provider-key") continue;
    const body = parsed(resource);
    if ("problems" in body || body.kind !== "provider-key") continue;
    const { provider: name, models, weight, limits, budget } = body.value;
    const place = nameOf("provider-key", resource.id);
    const provider = Object.hasOwn(config.providers, name) ? config.providers[name] : undefined;
    if (provider === undefined) {
      problems.push({ path: `${place}: provider`, reason: `no provider named "${name}"` });
      continue;
    }
    const keys = secretsOf(body.value).map(({ generation, times }) => ({
      id: resource.id,
      secret: `env:${storedKeyVariable(resource.id, generation)}`,
      ...(models && { models }),
      weight,
      limits,
      budget,
      ...times,
      ...(generation > 0 && { generation }),
    }));
    places.set(`providers.${name}.keys[${provider.keys.length}]`, place);
    config.providers[name] = { ...provider, keys: [...provider.keys, ...keys] };
  }
}

/** `client-keys/web`: a resource in messages, and its path in the API. */
export function nameOf(kind: PolicyKind, id: string): string {
  return `${kind}s/${id}`;
}

/** The longest place that fits: `models.gpt-4.1` is not in `models.gpt-4`. */
function renamed(path: string, places: ReadonlyMap<string, string>): string {
  let found = "";
  for (const place of places.keys()) {
    if (place.length > found.length && (path === place || path.startsWith(`${place}.`))) found = place;
  }
  const name = places.get(found);
  if (name === undefined) return path;
  return path === found ? name : `${name}: ${path.slice(found.length + 1)}`;
}

type Parsed = {
  [Kind in PolicyKind]: { kind: Kind; value: ReturnType<(typeof STORED_BODIES)[Kind]["parse"]> };
}[PolicyKind];

/** A policy has thousands of resources and a change is one: each is read once. */
const known = new WeakMap<Resource, Parsed | { problems: Problem[] }>();

/** The same object each time, so that what is derived from it is known still. */
function keyWithId(fields: ParsedKey, id: string): Config["keys"][number] {
  const key = withIds.get(fields) ?? { ...fields, id };
  withIds.set(fields, key);
  return key;
}

type ParsedKey = ReturnType<(typeof STORED_BODIES)["client-key"]["parse"]>;
const withIds = new WeakMap<ParsedKey, Config["keys"][number]>();

function parsed(resource: Resource): Parsed | { problems: Problem[] } {
  const before = known.get(resource);
  if (before !== undefined) return before;
  const kind = resource.kind as PolicyKind;
  const schema = STORED_BODIES[kind];
  const result = schema.safeParse(resource.body);
  const now = result.success
    ? ({ kind, value: result.data } as Parsed)
    : { problems: problemsOf(result.error, schema) };
  known.set(resource, now);
  return now;
}
