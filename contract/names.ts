import { z } from "zod";

export const name = z
  .string()
  .min(1, "must not be empty")
  .max(128, "must be at most 128 characters")
  .meta({ title: "text", description: "At most 128 characters." });

/** Such names stand in cluster names and statistics. */
export const identifier = name
  .regex(/^[A-Za-z0-9._-]+$/, "may hold letters, digits, '.', '_' and '-'")
  .meta({ title: "name", description: "At most 128 letters, digits, `.`, `_` and `-`." });

/** `@` and `;` separate parts of Envoy names. */
export const modelName = name
  .regex(/^[^\s@;"\\]+$/, "must not hold white space, '@', ';', quotes or backslashes")
  .meta({
    title: "model name",
    description: 'At most 128 characters, without white space, `@`, `;`, `"` and `\\`.',
  });

export const pattern = z.string().min(1, "must not be empty").max(1024, "must be at most 1024 characters").meta({
  title: "pattern",
  description:
    "A name, a glob (`gpt-*`), or a regular expression over the whole name (`/gpt-[45]o?/`, `/…/i` in any case): see docs/patterns.md.",
});

/** A secret is named, never written down: neither `headgate.yaml` nor `envoy.yaml` holds one. */
export const secretReference = z
  .string()
  .regex(
    /^(env:[A-Za-z_][A-Za-z0-9_]*|file:\/[^\s\0]*[^\s\0/])$/,
    'expected "env:NAME" or "file:/path": a secret is read from a variable or a file of its own, never from this file',
  )
  .meta({
    title: "secret reference",
    description:
      "`env:NAME`: the secret is in the environment variable `NAME`. `file:/path`: it is in that file, and a change of the file is in force within a second. `headgate.yaml` itself never holds a secret.",
  });

export const digest = z
  .string()
  .regex(/^[0-9a-f]{64}$/, "expected 64 lower-case hex digits")
  .meta({ title: "SHA-256", description: "64 lower-case hex digits." });

/** Relative to what, each field says. */
export const filePath = z.string().min(1).meta({ title: "file", description: "The path of a file." });

export const httpUrl = z
  .url({ protocol: /^https?$/, error: "expected an http:// or https:// URL" })
  .meta({ title: "URL", description: "`http://…` or `https://…`." });
