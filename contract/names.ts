import { z } from "zod";

export const name = z.string().min(1, "must not be empty").max(128, "must be at most 128 characters");

/** Letters, digits and `._-`: such names stand in cluster names and statistics. */
export const identifier = name.regex(/^[A-Za-z0-9._-]+$/, "may hold letters, digits, '.', '_' and '-'");

/** A model's name, or a glob over names (`gpt-*`). `@` and `;` separate parts of Envoy names. */
export const modelName = name.regex(/^[^\s@;"\\]+$/, "must not hold white space, '@', ';', quotes or backslashes");

/** What an allowlist holds: a name, a glob (`gpt-*`), or `/regex/` over the whole name. */
export const pattern = z.string().min(1, "must not be empty").max(1024, "must be at most 1024 characters");

/** A secret is named, never written down: neither `headgate.yaml` nor `envoy.yaml` holds one. */
export const secretReference = z
  .string()
  .regex(
    /^env:[A-Za-z_][A-Za-z0-9_]*$/,
    'expected "env:NAME": a secret is read from the environment, never from this file',
  );

/** The SHA-256 of a client key's secret. */
export const digest = z.string().regex(/^[0-9a-f]{64}$/, "expected 64 lower-case hex digits");
