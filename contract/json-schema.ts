import { z } from "zod";
import { fileSchema } from "./file.ts";

/** What is said of a field by `.meta()`, beside its `title` (the kind of its value) and its `description`. */
export interface FieldNotes {
  /** What a number counts. */
  unit?: string;
  /** What holds where the field is not there; a default that zod fills in needs no words. */
  absent?: string;
  /** The version that brought the field. Not given: as the field that holds it. */
  since?: string;
}

/** JSON Schema 2020-12, as far as it is read again here. */
export interface JsonSchema extends FieldNotes {
  title?: string;
  description?: string;
  type?: string;
  const?: unknown;
  enum?: unknown[];
  default?: unknown;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  additionalProperties?: JsonSchema | boolean;
  items?: JsonSchema;
  anyOf?: JsonSchema[];
}

/** The schema of `headgate.yaml`, with the notes as members of their own: no other program would know them. */
export function annotatedFileSchema(): JsonSchema {
  const override: Override = ({ zodSchema, jsonSchema }) => keepDefault(zodSchema, jsonSchema as JsonSchema);
  return z.toJSONSchema(fileSchema, { io: "input", override }) as JsonSchema;
}

/** `contract/headgate.schema.json`. */
export function fileSchemaText(): string {
  return `${JSON.stringify(jsonSchemaOf(fileSchema, "input"), null, 2)}\n`;
}

/** A JSON schema for other programs: what the notes say stands in the descriptions. */
export function jsonSchemaOf(schema: z.ZodType, io: "input" | "output"): JsonSchema {
  const override: Override = ({ zodSchema, jsonSchema }) => {
    keepDefault(zodSchema, jsonSchema as JsonSchema);
    tellNotes(jsonSchema as JsonSchema);
  };
  // A transform's result is whatever it is: those here give what they take.
  return z.toJSONSchema(schema, { io, unrepresentable: "any", override }) as JsonSchema;
}

type Override = NonNullable<NonNullable<Parameters<typeof z.toJSONSchema>[1]>["override"]>;

/** zod leaves out the default of what is transformed; here a transform only writes the same in another way. */
function keepDefault(schema: z.core.$ZodType, made: JsonSchema): void {
  const { def } = schema._zod;
  if (def.type === "default") made.default ??= (def as z.core.$ZodDefaultDef).defaultValue;
}

function tellNotes(made: JsonSchema): void {
  const { description, unit, absent } = made;
  const sentences = [description, unit && `Unit: ${unit}.`, absent && `Where absent: ${absent}.`];
  const told = sentences.filter((sentence) => sentence).join(" ");
  if (told !== "") made.description = told;
  delete made.unit;
  delete made.absent;
  delete made.since;
}
