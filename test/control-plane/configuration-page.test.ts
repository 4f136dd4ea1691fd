import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { annotatedFileSchema, fileSchemaText, type JsonSchema } from "../../contract/json-schema.ts";
import * as names from "../../contract/names.ts";
import * as times from "../../contract/time.ts";
import { configurationPage } from "../../docs/configuration-page.ts";
import { runCommand } from "./run-command.ts";

const ROOT = new URL("../../", import.meta.url);
const EXAMPLES = readdirSync(new URL("examples/", ROOT));
const read = (path: string) => readFileSync(new URL(path, ROOT), "utf8");
const page = read("docs/configuration.md");

test("docs/configuration.md is what the contract says (npm run docs)", () => {
  expect(configurationPage()).toBe(page);
});

test("contract/headgate.schema.json is what the contract says (npm run docs), and what `headgate schema` prints", async () => {
  const committed = read("contract/headgate.schema.json");
  expect(fileSchemaText()).toBe(committed);
  expect((await runCommand(["schema"])).stdout).toBe(committed);
});

test("the page has a row for each field, with its default and its version", () => {
  const rows = [...page.matchAll(/^\| `([\w.[\]<>]+)` \| (.+) \| (.+) \| (.*) \| (.*) \| (.+) \|$/gm)];
  expect(rows.map(([, path]) => path)).toEqual(expect.arrayContaining(everyField().map(({ path }) => path)));
  expect(rows.filter(([, , , , , , since]) => !/^\d+\.\d+\.\d+$/.test(since ?? ""))).toEqual([]);
  expect(row("models.<name>.targets[].max_tokens")).toMatch(/ \| tokens \| .*, else 4096 \| 0\.1\.0 \|$/);
  expect(row("timeouts.connect")).toMatch(/ \| duration \| {2}\| `5s` \| 0\.1\.0 \|$/);
  expect(row("providers.<name>.keys[].secret")).toContain(" | required | ");
});

function row(path: string): string {
  return page.split("\n").find((line) => line.startsWith(`| \`${path}\` |`)) ?? "";
}

test("each field is told in words of its own, a number in what it counts", () => {
  const ofKinds = Object.values({ ...names, ...times }).map((kind) => (kind as Partial<z.ZodType>).description);
  const untold = everyField().filter(({ field }) => !field.description || ofKinds.includes(field.description));
  expect(untold.map(({ path }) => path)).toEqual([]);
  const counted = everyField().filter(({ field }) => field.type === "integer" || field.type === "number");
  const unitless = ["rules[].set.temperature", "seed"];
  expect(counted.filter(({ field }) => !field.unit).map(({ path }) => path)).toEqual(unitless);
});

test("what is said of a field beside JSON Schema's own words is among the notes", () => {
  const known = new Set(
    "description title unit absent since default type pattern format enum const properties required".split(" "),
  );
  for (const word of "additionalProperties propertyNames items anyOf minimum maximum exclusiveMinimum".split(" "))
    known.add(word);
  for (const word of "minLength maxLength minItems maxItems".split(" ")) known.add(word);
  const strange = everyField().flatMap(({ path, field }) =>
    Object.keys(field)
      .filter((word) => !known.has(word))
      .map((word) => `${path}: ${word}`),
  );
  expect(strange).toEqual([]);
});

function everyField(): { path: string; field: JsonSchema }[] {
  return below(annotatedFileSchema(), "");
}

function below(schema: JsonSchema, path: string): { path: string; field: JsonSchema }[] {
  const { properties = {}, additionalProperties, items, anyOf = [] } = schema;
  const own = Object.entries(properties).flatMap(([name, field]) => {
    const at = path === "" ? name : `${path}.${name}`;
    return [{ path: at, field }, ...below(field, at)];
  });
  return [
    ...own,
    ...(typeof additionalProperties === "object" ? below(additionalProperties, `${path}.<name>`) : []),
    ...(items === undefined ? [] : below(items, `${path}[]`)),
    ...anyOf.flatMap((one) => below(one, path)),
  ];
}

test.each(EXAMPLES)("examples/%s names the schema, and keeps to it", (example) => {
  const file = `examples/${example}/headgate.yaml`;
  const text = read(file);
  const [, schema = ""] = /^# yaml-language-server: \$schema=(\S+)\n/.exec(text) ?? [];
  const named = readFileSync(new URL(schema, new URL(file, ROOT)), "utf8");
  expect(z.fromJSONSchema(JSON.parse(named)).safeParse(parse(text)).error?.issues).toBeUndefined();
});

test("the schema refuses what the file's check refuses", () => {
  const schema = z.fromJSONSchema(JSON.parse(fileSchemaText()));
  const good = { providers: { groq: {} }, models: { m: { targets: [{ provider: "groq" }] } } };
  expect(schema.safeParse(good).success).toBe(true);
  for (const bad of [
    { lisen: "127.0.0.1:1" },
    { listen: "here" },
    { timeouts: { idle: 5 } },
    { providers: undefined },
  ]) {
    expect(schema.safeParse({ ...good, ...bad }).success).toBe(false);
  }
});
