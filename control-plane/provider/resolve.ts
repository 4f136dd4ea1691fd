import type { z } from "zod";
import type { Dialect } from "../../contract/dialect.ts";
import type { Provider, WrittenProvider } from "../../contract/provider.ts";
import { providerKeySchema } from "../../contract/provider-key.ts";
import { didYouMean } from "../problem/did-you-mean.ts";
import { basePath, rootPath } from "./base-path.ts";
import { DEFAULT_TRAITS, exampleUrl, OWN_AUTH, type Preset } from "./preset.ts";
import { PRESETS } from "./presets.ts";

/** What is wrong with a provider, and with which of its fields if it is one. */
interface Refusal {
  field?: "preset" | "dialect" | "url";
  reason: string;
}

/** Every provider of the file in its one normal form: a zod transform, which is told what is wrong. */
export function resolveProviders(
  written: Readonly<Record<string, WrittenProvider>>,
  context: z.RefinementCtx,
): Record<string, Provider> {
  const resolved: Record<string, Provider> = {};
  for (const [name, provider] of Object.entries(written)) {
    const result = resolveProvider(name, provider);
    if ("reason" in result) {
      const path = result.field === undefined ? [name] : [name, result.field];
      context.addIssue({ code: "custom", path, message: result.reason });
    } else {
      resolved[name] = result;
    }
  }
  return resolved;
}

export function resolveProvider(name: string, written: WrittenProvider): Provider | Refusal {
  const { preset: named, dialect, url, keys, traits, ...rest } = written;
  // With a dialect and a URL it says all there is to say, and its name says nothing.
  if (named === undefined && dialect !== undefined && url !== undefined) {
    const { origin, pathname } = new URL(url);
    const face = { dialect, path: basePath(pathname, dialect), auth: OWN_AUTH[dialect] };
    return {
      ...rest,
      url: origin,
      faces: [face],
      traits: { ...DEFAULT_TRAITS, ...traits },
      ...(traits && { own_traits: traits }),
      keys: keys ?? [],
    };
  }
  const presetName = named ?? name;
  const preset = Object.hasOwn(PRESETS, presetName) ? PRESETS[presetName] : undefined;
  if (preset === undefined) {
    const hint = didYouMean(presetName, Object.keys(PRESETS)) || " (docs/providers.md has them all)";
    if (named !== undefined) return { field: "preset", reason: `no preset named "${named}"${hint}` };
    return { reason: `no preset has this name${hint}: it needs a preset, or both a dialect and a url` };
  }
  const address = addressOf(preset, dialect, url);
  if ("reason" in address) return address;
  const variable = preset.keyEnvironment;
  return {
    ...rest,
    ...address,
    traits: { ...DEFAULT_TRAITS, ...preset.traits, ...traits },
    ...(traits && { own_traits: traits }),
    ...(preset.refuses && !rest.leave_out && { leave_out: { betas: [], fields: [...preset.refuses] } }),
    ...(preset.completionModels && !traits?.completions && { completion_models: [...preset.completionModels] }),
    keys: keys ?? (variable === undefined ? [] : [providerKeySchema.parse({ secret: `env:${variable}` })]),
  };
}

/** Where a preset is, or the same faces at the URL that was given in its place. */
function addressOf(preset: Preset, dialect?: Dialect, url?: string): Pick<Provider, "url" | "faces"> | Refusal {
  const faces = preset.faces.filter((face) => dialect === undefined || face.dialect === dialect);
  if (faces.length === 0) {
    const spoken = preset.faces.map((face) => face.dialect).join(", ");
    return { field: "dialect", reason: `${preset.title} is known to speak ${spoken}` };
  }
  if (url === undefined && preset.url.includes("{")) {
    return { field: "url", reason: `is missing: ${preset.title} has none for everybody, it is ${exampleUrl(preset)}` };
  }
  const { origin, pathname } = new URL(url ?? preset.url);
  if (url !== undefined && dialect !== undefined) {
    return { url: origin, faces: faces.map((face) => ({ ...face, path: basePath(pathname, dialect) })) };
  }
  const root = rootPath(pathname, url === undefined ? [] : preset.faces);
  return { url: origin, faces: faces.map((face) => ({ ...face, path: root + face.path })) };
}
