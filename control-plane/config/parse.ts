import { LineCounter, parseDocument } from "yaml";
import type { z } from "zod";
import { type Config, configSchema, fileSchema } from "../contract.ts";
import { OperatorError } from "../operator-error.ts";
import { resolveProviders } from "../provider/resolve.ts";
import { crossCheck } from "./cross-check.ts";
import { formatProblem, problemsOf } from "./issues.ts";

/**
 * The text of a `headgate.yaml` as a checked configuration. Nothing is interpolated: what stands in
 * the file is what holds.
 *
 * @param source how messages name the file
 * @throws OperatorError with one line `source: path: reason` for each problem
 */
export function parseConfig(text: string, source: string): Config {
  return checkConfig(parseYaml(text, source), source);
}

const WRITTEN = fileSchema.extend({ providers: fileSchema.shape.providers.transform(resolveProviders) });

/** @throws OperatorError as `parseConfig` */
export function checkConfig(value: unknown, source: string): Config {
  return check(WRITTEN, value, source);
}

/** A configuration that `checkConfig` gave once, read back. @throws OperatorError as `parseConfig` */
export function checkResolvedConfig(value: unknown, source: string): Config {
  return check(configSchema, value, source);
}

function check(schema: z.ZodType<Config>, value: unknown, source: string): Config {
  const result = schema.safeParse(value);
  const problems = result.success ? crossCheck(result.data) : problemsOf(result.error, schema);
  if (result.success && problems.length === 0) return result.data;
  throw new OperatorError(problems.map((problem) => `${source}: ${formatProblem(problem)}`).join("\n"));
}

function parseYaml(text: string, source: string): unknown {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, stringKeys: true });
  if (document.errors.length > 0) {
    throw new OperatorError(
      document.errors
        .map((error) => {
          const { line, col } = lines.linePos(error.pos[0]);
          return `${source}:${line}:${col}: ${error.message}`;
        })
        .join("\n"),
    );
  }
  const value = document.toJS() as unknown;
  if (value === null) throw new OperatorError(`${source}: the file is empty; it needs at least providers and models`);
  return value;
}
