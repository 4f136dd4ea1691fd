import { LineCounter, parseDocument } from "yaml";
import type { z } from "zod";
import { type Config, configSchema } from "../../contract/config.ts";
import { fileSchema } from "../../contract/file.ts";
import { formatProblem, type Problem, problemsOf } from "../problem/problem.ts";
import { OperatorError } from "../process/operator-error.ts";
import { resolveProviders } from "../provider/resolve.ts";
import { crossCheck } from "./cross-check.ts";

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

/** As `checkConfig`, but what is wrong is given back. */
export function configOrProblems(value: unknown): { config: Config } | { problems: Problem[] } {
  return judge(WRITTEN, value);
}

function judge(schema: z.ZodType<Config>, value: unknown): { config: Config } | { problems: Problem[] } {
  const result = schema.safeParse(value);
  const problems = result.success ? crossCheck(result.data) : problemsOf(result.error, schema);
  return result.success && problems.length === 0 ? { config: result.data } : { problems };
}

function check(schema: z.ZodType<Config>, value: unknown, source: string): Config {
  const judged = judge(schema, value);
  if ("config" in judged) return judged.config;
  throw new OperatorError(judged.problems.map((problem) => `${source}: ${formatProblem(problem)}`).join("\n"));
}

/** The document in a YAML text. @throws OperatorError with one line `source:line:column: reason` for each problem */
export function parseYaml(text: string, source: string): unknown {
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
