import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { PROJECT_ROOT } from "../../control-plane/process/project-root.ts";
import { builtWasm } from "../built-wasm.ts";

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
  const entry = "build/test/trapping.ts";
  const text = source();
  const file = join(PROJECT_ROOT, entry);
  if (!existsSync(file) || readFileSync(file, "utf8") !== text) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(`${file}.${process.pid}`, text);
    renameSync(`${file}.${process.pid}`, file);
  }
  const options = ["--target", "release", "--optimizeLevel", "0"];
  const wasm = await builtWasm({ name: "trapping", entry, config: "asconfig.json", options });
  return relative(PROJECT_ROOT, wasm);
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
