import { existsSync } from "node:fs";

/** Where the systems that Envoy runs on keep the authorities they trust. */
const BUNDLES = [
  "/etc/ssl/certs/ca-certificates.crt", // Debian, Ubuntu, Arch, Alpine
  "/etc/pki/tls/certs/ca-bundle.crt", // Fedora, RHEL
  "/etc/ssl/ca-bundle.pem", // openSUSE
  "/etc/ssl/cert.pem", // macOS, Alpine
] as const;

/**
 * This machine's bundle of certificate authorities. Envoy 1.40 has no notion of its own: its
 * `system_root_certs` is not implemented, and a name is not checked without a `trusted_ca`.
 */
export function systemCaBundle(): string {
  return BUNDLES.find((path) => existsSync(path)) ?? BUNDLES[0];
}
