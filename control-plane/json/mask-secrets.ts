export const MASK = "•••";

/**
 * Fields whose content is never shown, whatever case and separators they are written in: what they are called, or
 * end with (`client_secret`, `accessToken`, `x-api-key`). Hashes too: a weak secret can be guessed from its hash.
 * `value` is what a header or a setting is given as.
 */
const SECRET_NAMES = [
  "secret",
  "secrets",
  "password",
  "passphrase",
  "token",
  "authorization",
  "cookie",
  "credential",
  "credentials",
  "apikey",
  "privatekey",
  "masterkey",
  "wrappedkey",
  "ciphertext",
  "sealed",
  "sha256",
  "hash",
  "value",
];

/** Secrets that stand in texts: `Bearer …`, keys as providers and Headgate write them, and passwords in URLs. */
const IN_TEXT: readonly (readonly [pattern: RegExp, replacement: string])[] = [
  [/\b(bearer|basic)\s+\S+/gi, `$1 ${MASK}`],
  [/\b(sk|pk|hg|gsk|xai)[-_][A-Za-z0-9_-]{12,}/g, `$1-${MASK}`],
  [/\/\/[^/@\s]*@/g, `//${MASK}@`],
];

/**
 * A copy in which nothing is secret, for the audit log, diffs and answers. What stands in for a secret, `env:NAME` or `file:/path`,
 * stays, and so do null, true and false: they give nothing away and say what was done.
 */
export function maskSecrets(value: unknown): unknown {
  if (typeof value === "string") return maskedText(value);
  if (Array.isArray(value)) return value.map(maskSecrets);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, isSecret(name) ? masked(inner) : maskSecrets(inner)]),
  );
}

function isSecret(name: string): boolean {
  const plain = name.toLowerCase().replace(/[^a-z0-9]/g, "");
  return SECRET_NAMES.some((secret) => plain.endsWith(secret));
}

function masked(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(masked);
  if (value === null || value === undefined || typeof value === "boolean") return value;
  return typeof value === "string" && /^(env:\w+|file:\/\S+)$/.test(value) ? value : MASK;
}

function maskedText(text: string): string {
  return IN_TEXT.reduce((masked, [pattern, replacement]) => masked.replace(pattern, replacement), text);
}
