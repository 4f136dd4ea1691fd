import type { z } from "zod";
import { didYouMean } from "./did-you-mean.ts";

/** One thing that is wrong, with the path as the user wrote it. */
export interface Problem {
  path: string;
  reason: string;
}

export type Path = readonly PropertyKey[];

/** Takes what a check finds. */
export type Report = (path: Path, reason: string) => void;

/** `["models", "gpt-4o", "targets", 0]` as `models.gpt-4o.targets[0]`. */
export function formatPath(path: Path): string {
  let text = "";
  for (const part of path) {
    if (typeof part === "number") text += `[${part}]`;
    else text += text === "" ? String(part) : `.${String(part)}`;
  }
  return text;
}

/** `path: reason`; a problem of the whole document has no path. */
export function formatProblem({ path, reason }: Problem): string {
  return path === "" ? reason : `${path}: ${reason}`;
}

/** zod's issues in the user's words. */
export function problemsOf(error: Pick<z.ZodError, "issues">, schema: z.ZodType): Problem[] {
  return error.issues.flatMap((issue): Problem[] => {
    const path = formatPath(issue.path);
    switch (issue.code) {
      case "unrecognized_keys":
        return issue.keys.map((key) => ({
          path: formatPath([...issue.path, key]),
          reason: `unknown field${didYouMean(key, fieldsAt(schema, issue.path))}`,
        }));
      case "invalid_key":
        return issue.issues.map((inner) => ({ path, reason: `the name ${inner.message}` }));
      case "invalid_type":
        return [{ path, reason: issue.message.endsWith("received undefined") ? "is missing" : plain(issue.message) }];
      case "invalid_union": {
        const meant = meantBranch(issue.errors);
        if (meant === undefined) return [{ path, reason: plain(issue.message) }];
        const issues = meant.map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] }));
        return problemsOf({ issues: issues as z.core.$ZodIssue[] }, schema);
      }
      default:
        return [{ path, reason: plain(issue.message) }];
    }
  });
}

/** Of the shapes that a value may have, the only one that it is of the type of: what is wrong with that is what helps. */
function meantBranch(branches: readonly (readonly z.core.$ZodIssue[])[]): readonly z.core.$ZodIssue[] | undefined {
  const ofItsType = branches.filter(
    (issues) => !issues.some(({ code, path }) => path.length === 0 && code === "invalid_type"),
  );
  return ofItsType.length === 1 ? ofItsType[0] : undefined;
}

function plain(message: string): string {
  return message.replace(/^Invalid (input|option): /, "").replace("expected record", "expected object");
}

/** The fields that the schema knows at a path, for a hint at a misspelt one. */
function fieldsAt(schema: z.ZodType, path: Path): string[] {
  let node = unwrapped(schema);
  for (const part of path) {
    const next = node.shape?.[String(part)] ?? node.valueType ?? node.element;
    if (next === undefined) return [];
    node = unwrapped(next);
  }
  return Object.keys(node.shape ?? {});
}

/** The parts of zod's definitions that lead to a nested schema. */
interface Definition {
  /** What a transform takes. */
  in?: z.ZodType;
  shape?: Record<string, z.ZodType>;
  valueType?: z.ZodType;
  element?: z.ZodType;
  innerType?: z.ZodType;
}

function unwrapped(schema: z.ZodType): Definition {
  const definition = schema.def as Definition;
  const inner = definition.innerType ?? definition.in;
  return inner === undefined ? definition : unwrapped(inner);
}
