import type { Config } from "../../contract/config.ts";
import type { Traits } from "../../contract/traits.ts";
import type { Environment } from "../process/environment.ts";
import { OperatorError } from "../process/operator-error.ts";
import { PRESETS } from "../provider/presets.ts";
import { checkConfig } from "./parse.ts";

/** What a machine without a `headgate.yaml` offers. */
interface Found {
  /** Absent: nothing was found. */
  config?: Config;
  /** For the banner: where each part comes from. */
  what: string[];
  warnings: string[];
}

interface Sought {
  /** Its key's variable is the preset's. */
  preset: string;
  /** Where its own SDK reads another base URL from. */
  urlVariable: string;
  /** Its models' names and globs, with the traits in which they differ from the preset's. */
  models: Readonly<Record<string, Partial<Traits>>>;
}

const SOUGHT: readonly Sought[] = [
  {
    preset: "openai",
    urlVariable: "OPENAI_BASE_URL",
    models: {
      "gpt-4o": {},
      "gpt-4o-mini": {},
      "gpt-4.1": {},
      "gpt-4.1-mini": {},
      "gpt-5": {},
      "gpt-5-mini": {},
      "gpt-*": {},
      "o1*": {},
      "o3*": {},
      "o4*": {},
    },
  },
  {
    preset: "anthropic",
    urlVariable: "ANTHROPIC_BASE_URL",
    models: {
      "claude-sonnet-4-5": { thinking: "budget" },
      "claude-haiku-4-5": { thinking: "budget" },
      "claude-opus-4-5": { thinking: "budget" },
      "claude-*": {},
    },
  },
];

const OLLAMA_URL = "http://127.0.0.1:11434";

/** A local Ollama answers in a millisecond or two; a start must not hang on something else there. */
const OLLAMA_PATIENCE_MS = 300;

/**
 * Providers whose key stands in the environment, as their own SDKs read it, and an Ollama that
 * answers on its usual port.
 *
 * @throws OperatorError if a base URL in the environment is no URL
 */
export async function autodetect(environment: Environment, ollamaUrl = OLLAMA_URL): Promise<Found> {
  const providers: Record<string, object> = {};
  const models: Record<string, { targets: object[] }> = {};
  const what: string[] = [];
  const warnings: string[] = [];

  for (const { preset, urlVariable, models: known } of SOUGHT) {
    const { keyEnvironment, faces } = PRESETS[preset] ?? {};
    if (keyEnvironment === undefined || !environment[keyEnvironment]) continue;
    const url = baseUrlFrom(urlVariable, environment);
    // What is at another address may well speak less than the preset does.
    providers[preset] = { preset, ...(url !== undefined && { url, dialect: faces?.[0].dialect }) };
    what.push(keyEnvironment);
    for (const [name, traits] of Object.entries(known)) models[name] = { targets: [{ provider: preset, traits }] };
  }
  const local = await ollamaModels(ollamaUrl);
  if (local !== undefined && local.length === 0) {
    warnings.push(`the Ollama at ${ollamaUrl} has no models: get one with "ollama pull"`);
  } else if (local !== undefined) {
    providers.ollama = { preset: "ollama", url: ollamaUrl };
    what.push(`Ollama at ${ollamaUrl}`);
    for (const name of local) models[name] ??= { targets: [{ provider: "ollama" }] };
  }
  if (what.length === 0) return { what, warnings };
  return { config: checkConfig({ providers, models }, "found in the environment"), what, warnings };
}

function baseUrlFrom(variable: string, environment: Environment): string | undefined {
  const url = environment[variable];
  if (!url) return undefined;
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    throw new OperatorError(`the environment variable ${variable} is no http:// or https:// URL`);
  }
  return url;
}

/** The names of the models there, with and without the `:latest` that Ollama adds; undefined: no Ollama. */
async function ollamaModels(url: string): Promise<string[] | undefined> {
  let body: unknown;
  try {
    const response = await fetch(`${url}/api/tags`, { signal: AbortSignal.timeout(OLLAMA_PATIENCE_MS) });
    if (!response.ok) return undefined;
    body = await response.json();
  } catch {
    return undefined;
  }
  const models = (body as { models?: unknown } | null)?.models;
  if (!Array.isArray(models)) return undefined;
  return models.flatMap((model: { name?: unknown } | null): string[] => {
    const name = model?.name;
    if (typeof name !== "string" || !/^[\w./:-]{1,128}$/.test(name)) return [];
    return name.endsWith(":latest") ? [name, name.slice(0, -":latest".length)] : [name];
  });
}
