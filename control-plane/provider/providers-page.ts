import type { Auth } from "../../contract/face.ts";
import { type Traits, traitsSchema } from "../../contract/traits.ts";
import { DEFAULT_TRAITS, exampleUrl, type Preset } from "./preset.ts";
import { PRESETS } from "./presets.ts";

/** `docs/providers.md`: the presets' table and how to depart from it. */
export function providersPage(): string {
  return `# Providers

<!-- Written by \`npm run docs\` from control-plane/provider/presets.ts: change it there. -->

A provider that has the name of a preset needs nothing else: \`providers: { groq: {} }\`. The preset knows its address,
the header and the variable of its key, the dialects that it speaks, and its quirks.

If the provider speaks the caller's dialect, it gets the request [in that
dialect](translation.md#the-same-dialect-on-both-sides). Otherwise the request is translated to the provider's first
dialect.

## Presets

${table(
  ["name", "provider", "base URL", "dialects, in order", "key goes into", "key's variable", "quirks"],
  Object.entries(PRESETS).map(([name, preset]) => [
    code(name),
    `[${preset.title}](${preset.documentation})`,
    code(exampleUrl(preset)),
    preset.faces.map(({ dialect }) => code(dialect)).join(", "),
    credential(preset),
    preset.keyEnvironment === undefined ? "none" : code(preset.keyEnvironment),
    quirks(preset),
  ]),
)}

## Example

\`\`\`yaml
${EXAMPLE.trim()}
\`\`\`

## In place of what a preset says

${table(["field of a provider", "meaning"], FIELDS)}

If the variable of a key is not set, \`headgate check\` warns, and \`npm start\` does not start. All dialects of a
provider are reached at one scheme, host and port.

## What a provider refuses

Clients send betas and fields on their own account (Claude Code does), and a server that speaks Anthropic's Messages may
refuse those that it does not know. A 400 that names one leads to the next target. Better is to leave them out:

\`\`\`yaml
providers:
  gpu: { preset: vllm, leave_out: { betas: [ "*" ], fields: [ context_management, "output_*" ] } }
\`\`\`

They are left out of requests in the provider's own dialect. A translation has none of them but settings such as
\`prompt_cache_key\`, which are left out of it too. What was left out of a request stands in \`x-headgate-dropped\`. Some
presets leave out what their provider is known to refuse; your own \`leave_out\` takes the place of that.

## Traits

A trait says how a provider, or a model of it, differs from others. If a dialect stands before the colon, the trait is
used only where requests are translated to that dialect.

${table(
  ["trait", "values", "default", "meaning"],
  Object.entries(traitsSchema.shape).map(([name, schema]) => [
    code(name),
    valuesOf(schema).map(code).join(", "),
    code(String(DEFAULT_TRAITS[name as keyof Traits])),
    schema.description ?? "",
  ]),
)}
`;
}

const EXAMPLE = `
providers:
  groq: {} # with GROQ_API_KEY
  claude: { preset: anthropic, keys: [{ secret: env:TEAM_A_KEY }, { secret: env:TEAM_B_KEY }] }
  azure: { url: https://my-resource.openai.azure.com }
  gpu: { preset: vllm, url: http://10.0.0.7:8000 }
  foundry: # Claude in Azure is at another host, in one dialect
    dialect: anthropic
    url: https://my-resource.services.ai.azure.com/anthropic
    keys: [{ secret: env:FOUNDRY_KEY }]
  own: { dialect: openai, url: https://llm.example/v1, traits: { stream_usage: false } }

models:
  open: { targets: [{ provider: groq, model: openai/gpt-oss-120b }, { provider: gpu, model: gpt-oss-120b }] }
  small: { targets: [{ provider: claude, model: claude-haiku-4-5, traits: { thinking: budget } }] }
`;

const FIELDS = [
  ["`preset`", "the preset, where the provider has another name"],
  [
    "`url`",
    "another address for all of the preset's dialects: the base URL of any of them, or what is common to all (`http://host:8000/v1` or `http://host:8000`)",
  ],
  ["`dialect`", "this dialect alone; with a `url` too, that URL is its base URL as it stands"],
  ["`dialect` and `url`, no `preset`", "a provider of its own, whatever its name: no key, no quirks unless given"],
  ["`keys`", "in place of the preset's variable; `[]` for none"],
  ["`ca`", "a PEM file of certificate authorities in place of the system's"],
  ["`traits`", "some of the traits below; a target's own `traits` go before its provider's"],
];

const CREDENTIALS: Readonly<Record<Auth, string>> = {
  bearer: "`Authorization: Bearer`",
  "x-api-key": "`x-api-key`",
  "api-key": "`api-key`",
};

function credential({ faces }: Preset): string {
  return [...new Set(faces.map(({ auth }) => auth))]
    .map((auth, nth) => {
      const dialects = faces.filter((face) => face.auth === auth).map(({ dialect }) => code(dialect));
      return nth === 0 ? CREDENTIALS[auth] : `${CREDENTIALS[auth]} (${dialects.join(", ")})`;
    })
    .join(", ");
}

function quirks({ traits, refuses, completionModels, note }: Preset): string {
  const differences = Object.entries(traits ?? {}).map(([name, value]) => {
    const models = name === "completions" && completionModels ? ` of ${completionModels.map(code).join(", ")}` : "";
    return code(`${name}: ${value}`) + models;
  });
  const leftOut = refuses === undefined ? "" : `Refuses ${refuses.map(code).join(", ")}`;
  return [differences.join(", "), leftOut, note ?? ""].filter((text) => text !== "").join(". ");
}

function valuesOf(schema: (typeof traitsSchema.shape)[keyof Traits]): string[] {
  if ("options" in schema) return schema.options;
  return schema.type === "string" ? ["none", "a path"] : ["true", "false"];
}

function code(text: string): string {
  return `\`${text}\``;
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  return [heads, heads.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}
