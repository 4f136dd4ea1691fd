import { execFileSync, spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

/** Node cannot make certificates; OpenSSL 3 signs one in a single step. */
export const CAN_MAKE_CERTIFICATES = spawnSync("openssl", ["version"], { encoding: "utf8" }).stdout?.startsWith(
  "OpenSSL 3",
);

/** Files of a certificate and its key. */
export interface Certificate {
  cert: string;
  key: string;
}

/** Makes a certificate in the folder: signed by `authority`, or an authority itself. `name`: `URI:…`, `IP:…`, `DNS:…`. */
export function makeCertificate(folder: string, file: string, name: string, authority?: Certificate): Certificate {
  const made = { cert: join(folder, `${file}.pem`), key: join(folder, `${file}.key.pem`) };
  const config = join(folder, `${file}.cnf`);
  const lines = [
    "[req]",
    "distinguished_name = subject",
    "x509_extensions = extensions",
    "prompt = no",
    "[subject]",
    `CN = ${file}`,
    "[extensions]",
    `basicConstraints = critical,CA:${authority === undefined ? "TRUE" : "FALSE"}`,
    `subjectAltName = ${name}`,
    "",
  ];
  writeFileSync(config, lines.join("\n"));
  const signer = authority === undefined ? [] : ["-CA", authority.cert, "-CAkey", authority.key];
  const algorithm = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
  const files = ["-config", config, "-keyout", made.key, "-out", made.cert];
  execFileSync("openssl", ["req", "-x509", "-days", "2", ...algorithm, ...files, ...signer], { stdio: "pipe" });
  return made;
}
