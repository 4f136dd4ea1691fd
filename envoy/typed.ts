/** The type URL of an Envoy extension's configuration. */
export function typed(type: string, fields: object = {}): { "@type": string } {
  return { "@type": `type.googleapis.com/${type}`, ...fields };
}

/**
 * What Envoy may hold of one body. A 32 MiB body has to pass and to be sent again to the next
 * provider, and its translation may be longer than the original: hence half as much again.
 */
export const BUFFER_BYTES = 48 * 1024 * 1024;
