import type { Config } from "../contract.ts";
import { OperatorError } from "../operator-error.ts";
import type { Environment } from "../policy/secrets.ts";
import { checkConfig } from "./parse.ts";

/** What a machine without a `headgate.yaml` offers. */
export interface Found {
  /** Absent: nothing was found. */
  config?: Config;
  /** For the banner: where each part comes from. */
  what: string[];
  warnings: string[];
}

const OPENAI_MODELS = [
  "gpt-4o",
  "gpt-4o-mini",
  "gpt-4.1",
  "gpt-4.1-mini",
  "gpt-5",
  "gpt-5-mini",
  "gpt-*",
  "o1*",
  "o3*",
  "o4*",
];
const ANTHROPIC_MODELS = ["claude-sonnet-4-5", "claude-haiku-4-5", "claude-opus-4-5", "claude-*"];
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

  const offer = (provider: string, names: string[]) => {
    for (const name of names) models[name] ??= { targets: [{ provider }] };
  };
  if (environment.OPENAI_API_KEY) {
    const url = baseUrlFrom("OPENAI_BASE_URL", environment) ?? "https://api.openai.com/v1";
    providers.openai = { dialect: "openai", url, keys: [{ secret: "env:OPENAI_API_KEY" }] };
    what.push("OPENAI_API_KEY");
    offer("openai", OPENAI_MODELS);
  }
  if (environment.ANTHROPIC_API_KEY) {
    const url = baseUrlFrom("ANTHROPIC_BASE_URL", environment) ?? "https://api.anthropic.com";
    providers.anthropic = { dialect: "anthropic", url, keys: [{ secret: "env:ANTHROPIC_API_KEY" }] };
    what.push("ANTHROPIC_API_KEY");
    offer("anthropic", ANTHROPIC_MODELS);
  }
  const local = await ollamaModels(ollamaUrl);
  if (local !== undefined && local.length === 0) {
    warnings.push(`the Ollama at ${ollamaUrl} has no models: get one with "ollama pull"`);
  } else if (local !== undefined) {
    providers.ollama = { dialect: "ollama", url: ollamaUrl };
    what.push(`Ollama at ${ollamaUrl}`);
    offer("ollama", local);
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
