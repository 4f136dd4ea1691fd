import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { request } from "undici";
import { isLoopback } from "../../contract/address.ts";
import { ADMIN_TOKEN, FIRST_TOKEN_FILE, readTokenFile } from "../admin/sign-in/first-token.ts";
import { formatProblem, type Problem } from "../problem/problem.ts";
import { OperatorError } from "../process/operator-error.ts";
import { PROJECT_ROOT } from "../process/project-root.ts";
import type { Flags } from "./command.ts";

/** The flags of every command that speaks to the admin API. */
export const ADMIN_FLAGS = { url: "URL", "token-file": "path", json: "" } as const;

export const ADMIN_DETAILS = `--url or HEADGATE_ADMIN_URL: the control plane, http://127.0.0.1:10080 by default. The token comes from
HEADGATE_ADMIN_TOKEN, else from --token-file or HEADGATE_ADMIN_TOKEN_FILE, else from headgate.admin-token beside the
configuration, where the control plane's first start writes it. --json: the API's answer as it is.`;

const DEFAULT_URL = "http://127.0.0.1:10080";
const PATIENCE_MS = 30_000;

interface Question {
  method: "GET" | "POST" | "PATCH" | "DELETE";
  /** From `/admin/v1` on. */
  path: string;
  body?: unknown;
  /** Text in place of JSON. */
  yaml?: string;
}

/**
 * Asks the admin API.
 *
 * @throws OperatorError with a line for each problem
 */
// biome-ignore lint/suspicious/noExplicitAny: each command knows the answer it asks for; the API's tests hold it to its schema
export async function askAdmin(flags: Flags, { method, path, body, yaml }: Question): Promise<any> {
  const url = baseUrl(flags);
  const type = yaml !== undefined ? "application/yaml" : body !== undefined ? "application/json" : undefined;
  const token = tokenOf(flags);
  const answer = await request(`${url}/admin/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, ...(type && { "content-type": type }) },
    signal: AbortSignal.timeout(PATIENCE_MS),
    ...(type && { body: yaml ?? JSON.stringify(body) }),
  }).catch((error: Error) => {
    throw new OperatorError(
      `no control plane answers at ${url} (${error.message || (error as { code?: string }).code}): is it running? say where by --url or HEADGATE_ADMIN_URL`,
    );
  });
  const text = await answer.body.text();
  if (answer.statusCode < 300) return text === "" ? undefined : parsed(text, url);
  throw new OperatorError(problemLines(parsed(text, url)).join("\n"));
}

function parsed(text: string, url: string) {
  try {
    return JSON.parse(text);
  } catch {
    throw new OperatorError(`${url} answers, but is no Headgate control plane`);
  }
}

function problemLines(problem: { title?: string; detail?: string; problems?: Problem[] }): string[] {
  const title = problem.title ?? "refused";
  if (!problem.problems?.length) return [problem.detail === undefined ? title : `${title}: ${problem.detail}`];
  return problem.problems.map((each) => `${title}: ${formatProblem(each)}`);
}

/** @throws OperatorError for an address to which the token would go in the clear */
function baseUrl(flags: Flags): string {
  const text = flags.url ?? (process.env.HEADGATE_ADMIN_URL || DEFAULT_URL);
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    throw new OperatorError(`--url ${text}: expected an http:// or https:// URL`, 2);
  }
  if (url.protocol === "http:" && !isLoopback(url.hostname.replace(/^\[|\]$/g, ""))) {
    throw new OperatorError(`--url ${text}: the token would go there in the clear: use https://`);
  }
  return text.replace(/\/+$/, "");
}

/** @throws OperatorError if there is none */
function tokenOf(flags: Flags): string {
  const { [ADMIN_TOKEN]: token, HEADGATE_ADMIN_TOKEN_FILE: named, HEADGATE_CONFIG: config } = process.env;
  if (flags["token-file"] === undefined && token) return token;
  const file = flags["token-file"] ?? (named || undefined);
  const places = [dirname(config || "headgate.yaml"), join(PROJECT_ROOT, "build/run/10000")];
  const found = file ?? places.map((folder) => join(folder, FIRST_TOKEN_FILE)).find((path) => existsSync(path));
  const read = found === undefined ? undefined : readTokenFile(found);
  if (read !== undefined) return read;
  throw new OperatorError(
    file === undefined
      ? `no admin token: set ${ADMIN_TOKEN}, or name its file by --token-file`
      : `${file}: holds no admin token, or cannot be read`,
  );
}

/** As JSON where that was asked for, else in words. */
export function print(flags: Flags, answer: unknown, words: string): void {
  process.stdout.write(flags.json === undefined ? words : `${JSON.stringify(answer, null, 2)}\n`);
}

/** Columns as wide as they have to be. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  return rows
    .map(
      (row) =>
        `${row
          .map((cell, column) => cell.padEnd(widths[column] ?? 0))
          .join("  ")
          .trimEnd()}\n`,
    )
    .join("");
}
