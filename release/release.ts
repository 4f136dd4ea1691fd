/**
 * Builds what is shipped into `build/release/`, and uses it once as a stranger would: the npm package, the filter by
 * itself, and the SHA-256 of both. Run by `npm run release`; publishes nothing.
 */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createLog } from "../control-plane/process/log.ts";
import { PROJECT_ROOT } from "../control-plane/process/project-root.ts";
import { VERSION } from "../control-plane/process/version.ts";
import { ensureWasm } from "../control-plane/setup/wasm.ts";

const log = createLog("release");
const folder = join(PROJECT_ROOT, "build/release");

/** What a stranger might begin with. */
const EXAMPLE = `providers:
  openai: { dialect: openai, url: https://api.openai.com/v1, keys: [ { secret: env:OPENAI_API_KEY } ] }
models:
  gpt-4o: { targets: [ { provider: openai } ] }
`;

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
await ensureWasm(PROJECT_ROOT, log);
const filter = `headgate-${VERSION}.wasm`;
copyFileSync(join(PROJECT_ROOT, "build/headgate.wasm"), join(folder, filter));
run(PROJECT_ROOT, "npm", "pack", "--silent", "--pack-destination", folder);
const tarball = `headgate-${VERSION}.tgz`;
writeFileSync(join(folder, "SHA256SUMS"), [filter, tarball].map((name) => `${digest(name)}  ${name}\n`).join(""));
tryOut();
log.info(`ready: ${folder}`);

/** Installs the package where nothing else is, and asks it for what needs neither network nor Envoy. */
function tryOut(): void {
  const place = mkdtempSync(join(tmpdir(), "headgate-release-"));
  try {
    writeFileSync(join(place, "package.json"), '{ "private": true }\n');
    run(place, "npm", "install", "--silent", "--ignore-scripts", "--no-audit", "--no-fund", join(folder, tarball));
    const shipped = readFileSync(join(place, "node_modules/headgate/build/headgate.wasm"));
    if (!shipped.equals(readFileSync(join(folder, filter)))) throw new Error("the package has another filter");
    const said = run(place, "npx", "headgate", "--version");
    if (!said.includes(VERSION)) throw new Error(`headgate --version said ${said}`);
    writeFileSync(join(place, "headgate.yaml"), EXAMPLE);
    run(place, "npx", "headgate", "check", "--config", "headgate.yaml");
    run(place, "npx", "headgate", "render", "--config", "headgate.yaml", "--out", "envoy.yaml");
    const request = { model: "gpt-4o", messages: [{ role: "user", content: "hi" }] };
    writeFileSync(join(place, "request.json"), JSON.stringify(request));
    run(place, "npx", "headgate", "explain", "request.json", "--config", "headgate.yaml");
    log.info("tried: the installed package tells its version, checks, renders and explains");
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

function digest(name: string): string {
  return createHash("sha256")
    .update(readFileSync(join(folder, name)))
    .digest("hex");
}

/** @throws if the command fails; what it said is in the error */
function run(cwd: string, command: string, ...args: string[]): string {
  return execFileSync(command, args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}
