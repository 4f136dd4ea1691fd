import { expect } from "vitest";
import { z } from "zod";
import type { Admin } from "../../../control-plane/admin/admin.ts";

/** An OpenAPI document, as far as the tests look at it. */
export interface OpenApi {
  paths: Record<string, Record<string, { responses: Record<string, Response>; parameters: unknown[] }>>;
  components: { schemas: Record<string, unknown> };
}
interface Response {
  content?: Record<string, { schema: object }>;
}

interface Answer {
  status: number;
  headers: Record<string, string>;
  text: string;
}

const validators = new WeakMap<object, z.ZodType>();

/** Fails if an answer is not what the API's own document says of it. */
export function expectFits({ document }: Admin, method: string, path: string, answer: Answer): void {
  const { paths, components } = document as OpenApi;
  const [, operations] = Object.entries(paths).find(([known]) => patternOf(known).test(path.replace(/\?.*/, ""))) ?? [];
  const responses = operations?.[method.toLowerCase()]?.responses;
  if (responses === undefined) return;
  const response = responses[answer.status] ?? responses.default;
  const type = (answer.headers["content-type"] ?? "").split(";")[0] ?? "";
  if (response?.content === undefined) {
    expect(answer.text, `${method} ${path}: the document says there is no body`).toBe("");
    return;
  }
  const described = response.content[type];
  expect(described, `${method} ${path}: ${answer.status} as ${type} is not in the document`).toBeDefined();
  if (described === undefined) return;
  const validator =
    validators.get(described) ?? z.fromJSONSchema(withDefinitions(described.schema, components.schemas));
  validators.set(described, validator);
  const { error } = validator.safeParse(JSON.parse(answer.text));
  expect(
    error?.issues,
    `${method} ${path}: ${answer.status} does not fit the document: ${answer.text}`,
  ).toBeUndefined();
}

function withDefinitions(schema: object, schemas: object): z.core.JSONSchema.JSONSchema {
  const text = JSON.stringify({ ...schema, $defs: schemas });
  return JSON.parse(text.replaceAll("#/components/schemas/", "#/$defs/"));
}

function patternOf(path: string): RegExp {
  return new RegExp(`^${path.replace(/[.:]/g, "\\$&").replaceAll(/\{\w+\}/g, "[^/:]+")}$`);
}
