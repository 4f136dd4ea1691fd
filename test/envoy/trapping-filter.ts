import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PROJECT_ROOT } from "../../control-plane/process/project-root.ts";
import { runProgram } from "../../control-plane/setup/run-program.ts";

/** Where the filter is made to trap: in which callback of which of its places. */
export interface Trap {
  callback: (typeof CALLBACKS)[number];
  place: "headgate.gateway" | "headgate.provider";
}

const CALLBACKS = ["proxy_on_request_headers", "proxy_on_response_headers"] as const;

/** The request header that springs it; one that goes from the client to the provider as it is. */
export function springs({ callback, place }: Trap): Record<string, string> {
  return { "user-agent": `trap in ${callback} of ${place}` };
}

/**
 * The filter as it is, but for two exports that trap on demand: a filter without a fault has nothing to
 * recover from.
 *
 * @returns its path, from the checkout's folder
 */
export async function buildTrappingFilter(): Promise<string> {
  const folder = "build/test";
  mkdirSync(join(PROJECT_ROOT, folder), { recursive: true });
  const entry = `${folder}/trapping.ts`;
  const wasm = `${folder}/trapping.wasm`;
  writeFileSync(join(PROJECT_ROOT, entry), source());
  const asc = join(PROJECT_ROOT, "node_modules/assemblyscript/bin/asc.js");
  const options = JSON.parse(readFileSync(join(PROJECT_ROOT, "asconfig.json"), "utf8")).options as {
    runtime: string;
    exportStart: string;
    use: string[];
    enable: string[];
    stackSize: number;
  };
  const args = [
    ...[asc, entry, "--outFile", wasm],
    ...["--runtime", options.runtime, "--exportStart", options.exportStart, "--stackSize", String(options.stackSize)],
    ...options.use.flatMap((use) => ["--use", use]),
    ...options.enable.flatMap((feature) => ["--enable", feature]),
  ];
  const { code, stderr } = await runProgram(process.execPath, args, { cwd: PROJECT_ROOT });
  if (code !== 0) throw new Error(`the trapping filter does not compile:\n${stderr}`);
  return wasm;
}

function source(): string {
  const index = readFileSync(join(PROJECT_ROOT, "plugin/index.ts"), "utf8");
  const names = [...new Set(index.match(/\bproxy_\w+/g))];
  const others = names.filter((name) => !CALLBACKS.some((callback) => callback === name));
  return `import { header, rootId } from "../../plugin/abi/host";
import { HeadersStatus, MapType } from "../../plugin/abi/types";
import { text } from "../../plugin/wire/span";
import { ${CALLBACKS.map((name) => `${name} as real_${name}`).join(", ")} } from "../../plugin/index";
export { ${others.join(", ")} } from "../../plugin/index";

function spring(callback: string): void {
  if (text(header(MapType.RequestHeaders, "user-agent")) == "trap in " + callback + " of " + rootId()) unreachable();
}
${CALLBACKS.map(
  (name) => `
export function ${name}(id: u32, count: i32, endOfStream: bool): HeadersStatus {
  spring("${name}");
  return real_${name}(id, count, endOfStream);
}
`,
).join("")}`;
}
