import { z } from "zod";
import { address } from "../contract/address.ts";
import { annotatedFileSchema, type FieldNotes, type JsonSchema } from "../contract/json-schema.ts";
import * as names from "../contract/names.ts";
import { duration, moment } from "../contract/time.ts";

/** `docs/configuration.md`, from the schema by which the file is checked. */
export function configurationPage(): string {
  const schema = annotatedFileSchema();
  const fields = Object.entries(schema.properties ?? {});
  const sections = fields.filter(([, field]) => fieldsBelow(field) !== undefined);
  return `${HEAD}
${kinds()}

## Top level

${table(fields.map(([name]) => rowOf(schema, name, name, schema.since)))}
${sections.map(([name, field]) => `\n## ${name}\n\n${table(rowsBelow(field, name, field.since ?? schema.since))}`).join("\n")}
`;
}

interface Row {
  path: string;
  meaning: string;
  type: string;
  unit: string;
  default: string;
  since: string;
}

function table(rows: readonly Row[]): string {
  const lines = rows.map(
    (row) => `| \`${row.path}\` | ${row.meaning} | ${row.type} | ${row.unit} | ${row.default} | ${row.since} |`,
  );
  return ["| field | meaning | type | unit | default | since |", "|---|---|---|---|---|---|", ...lines].join("\n");
}

/** Every field below a field, at any depth, in the order of the schema. */
function rowsBelow(field: JsonSchema, path: string, since: FieldNotes["since"]): Row[] {
  const below = fieldsBelow(field);
  if (below === undefined) return [];
  const at = path + below.step;
  const { properties } = below.schema;
  if (properties === undefined) return [rowFor(at, below.schema, false, since)];
  return Object.entries(properties).flatMap(([name, inner]) => {
    const innerPath = `${at}.${name}`;
    const row = rowOf(below.schema, name, innerPath, since);
    return [row, ...rowsBelow(inner, innerPath, row.since)];
  });
}

/** What a field's value holds that has fields or entries of its own, and how a path goes there. */
function fieldsBelow(field: JsonSchema): { step: string; schema: JsonSchema } | undefined {
  if (field.properties !== undefined) return { step: "", schema: field };
  if (typeof field.additionalProperties === "object") {
    const inner = fieldsBelow(field.additionalProperties);
    return { step: `.<name>${inner?.step ?? ""}`, schema: inner?.schema ?? field.additionalProperties };
  }
  if (field.items !== undefined) {
    const inner = fieldsBelow(field.items);
    return inner && { step: `[]${inner.step}`, schema: inner.schema };
  }
  return field.anyOf?.map(fieldsBelow).find((found) => found !== undefined);
}

function rowOf(owner: JsonSchema, name: string, path: string, since: FieldNotes["since"]): Row {
  const field = owner.properties?.[name] ?? {};
  return rowFor(path, field, owner.required?.includes(name) ?? false, since);
}

function rowFor(path: string, field: JsonSchema, isRequired: boolean, since: FieldNotes["since"]): Row {
  return {
    path,
    meaning: linked(field.description ?? ""),
    type: typeOf(field),
    unit: field.unit ?? "",
    default: isRequired ? "required" : defaultOf(field),
    since: field.since ?? since ?? "",
  };
}

function defaultOf({ absent, default: value }: JsonSchema): string {
  if (absent !== undefined) return linked(absent);
  if (value === undefined) return "none";
  return JSON.stringify(value) === "{}" ? "" : `\`${typeof value === "string" ? value : JSON.stringify(value)}\``;
}

function typeOf(field: JsonSchema): string {
  const { title, type, enum: values, items, anyOf } = field;
  if (title !== undefined) return title;
  if (field.const !== undefined) return `\`${field.const}\``;
  if (values !== undefined) return values.map((value) => `\`${value}\``).join(", ");
  if (items !== undefined) return `list of ${typeOf(items)}${items.title === undefined ? "" : "s"}`;
  if (anyOf !== undefined) return eitherOf(anyOf);
  if (field.properties !== undefined) return "fields";
  if (field.additionalProperties !== undefined) return "map";
  if (type === "boolean") return "`true`, `false`";
  if (type === "integer" || type === "number")
    return `${type === "integer" ? "whole number" : "number"}${bounds(field)}`;
  return type === "null" ? "nothing" : "text";
}

/** Of a value and a list of such values: "pattern, or a list". */
function eitherOf(alternatives: readonly JsonSchema[]): string {
  const [first, second] = alternatives;
  if (first && second?.items && typeOf(first) === typeOf(second.items)) return `${typeOf(first)}, or a list of them`;
  return alternatives.map(typeOf).join(", or ");
}

function bounds({ minimum, exclusiveMinimum, maximum = Number.MAX_SAFE_INTEGER }: JsonSchema): string {
  const least = minimum === undefined || minimum === Number.MIN_SAFE_INTEGER ? undefined : minimum;
  if (least !== undefined && maximum < Number.MAX_SAFE_INTEGER) return `, ${least} to ${maximum}`;
  if (least !== undefined) return `, ${least} or more`;
  return exclusiveMinimum === undefined ? "" : `, more than ${exclusiveMinimum}`;
}

/** `docs/limits.md#…` as a link of this page. */
function linked(text: string): string {
  return text.replaceAll(
    /\bdocs\/([a-z-]+\.md)(#[a-z-]+)?/g,
    (_, page: string, place = "") => `[${page}](${page}${place})`,
  );
}

/** The kinds of values that have a name. */
function kinds(): string {
  const { secretReference, filePath, httpUrl, identifier, modelName, pattern, digest, name } = names;
  return [address, duration, secretReference, filePath, httpUrl, moment, identifier, modelName, pattern, digest, name]
    .map((kind) => z.toJSONSchema(kind, { io: "input" }))
    .map(({ title, description = "" }) => `| ${title} | ${linked(description)} |`)
    .join("\n");
}

const HEAD = `# Configuration

<!-- Written by \`npm run docs\` from contract/: change it there. -->

Headgate has one file, \`headgate.yaml\`. This page has every field of it. The [README](../README.md#configuration) shows a
whole file, and each folder of [examples](../examples) has one.

\`\`\`sh
npm start -- --config headgate.yaml              # or: export HEADGATE_CONFIG=headgate.yaml
npx headgate check --config headgate.yaml        # is the file right, and what does it do?
\`\`\`

Without \`--config\` and \`HEADGATE_CONFIG\`, Headgate takes \`headgate.yaml\` in the current folder. Without that file it
takes what the machine offers: \`OPENAI_API_KEY\`, \`ANTHROPIC_API_KEY\`, an Ollama on its usual port. Without any of them
a built-in demo provider answers.

## In an editor

[contract/headgate.schema.json](../contract/headgate.schema.json) is the JSON schema of the file. An editor with a YAML
language server checks and completes the file by it, if the first line names it:

\`\`\`yaml
# yaml-language-server: $schema=headgate.schema.json
\`\`\`

\`npx headgate schema --out headgate.schema.json\` writes it beside your own file.

## When a change takes effect

The control plane watches the file. A change is in force within a second, in every worker: a new provider, model or target
too. Three kinds of change are refused, and the last good file stays in force:

- A file that is not valid is refused whole. The log names each problem with its path.
- A file that Envoy does not take is refused whole.
- These fields need a restart: \`listen\`, \`admin\`, \`tls\`, \`jwt\`, \`timeouts.idle\`, and \`listen\`, \`store\`,
  \`tls\`, \`jwt\` and \`xds\` of \`control_plane\`. The log and \`GET /healthz\` name the field.

An Envoy that runs from a file of \`headgate render\` has its clusters in that file. There a change of providers, of a
model's targets, or of \`timeouts\` needs a restart too. See [operating.md](operating.md).

## How to read the tables

\`<name>\` stands for a name that you choose, \`[]\` for each entry of a list. "required" means: the file is refused without
it, where the part that it belongs to is there. A duration has its unit in itself.

| type | what it looks like |
|---|---|`;
