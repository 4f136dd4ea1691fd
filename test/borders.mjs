/**
 * Who may know whom in plugin/: a list of floors. A room may import rooms of lower floors, never of its own or a higher
 * one, and no files import each other in a circle. Run by `npm run check`; prints each import that crosses a border.
 */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, posix, sep } from "node:path";
import { fileURLToPath } from "node:url";

const plugin = join(dirname(fileURLToPath(import.meta.url)), "..", "plugin");

/** Lowest first. Rooms on one floor do not know each other. */
const FLOORS = [
  ["wire"],
  ["abi", "exchange", "match/scan"],
  ["match/pii", "match/regex"],
  ["match"],
  ["dialect"],
  ["dialect/prompt", "dialect/openai-platform"],
  ["dialect/anthropic", "dialect/ollama", "dialect/openai", "dialect/responses"],
  ["dialect/ollama/generate", "dialect/openai/completions"],
  ["dialect/registry.ts"],
  ["dialect/endpoint.ts"],
  ["policy/chance", "policy/failure", "policy/limits"],
  ["policy/provider"],
  ["policy/model"],
  ["policy/callers", "policy/health", "policy/race"],
  ["policy/rules"],
  ["policy"],
  ["policy/load", "policy/admission"],
  ["policy/cache", "policy/routing"],
  ["live"],
  ["vm"],
  ["route", "root", "reply"],
  ["cache"],
  ["provider", "gateway"],
  [""],
];

/** The rooms that know the host: `abi` is theirs. */
const SHELL = ["", "cache", "gateway", "provider", "reply", "root", "route", "vm"];

const files = readdirSync(plugin, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts"))
  .map((file) => file.split(sep).join("/"));

/** @param {string} file */
function room(file) {
  return FLOORS.flat().includes(file) ? file : file.split("/").slice(0, -1).join("/");
}

/** @param {string} file */
function floor(file) {
  return FLOORS.findIndex((rooms) => rooms.includes(room(file)));
}

/** @param {string} file */
function importsOf(file) {
  const source = readFileSync(join(plugin, file), "utf8");
  return [...source.matchAll(/(?:from|import) "(\.[^"]+)"/g)]
    .map(([, path = ""]) => posix.join(posix.dirname(file), path))
    .map((path) => (files.includes(`${path}.ts`) ? `${path}.ts` : `${path}/index.ts`));
}

const crossings = files.flatMap((file) => {
  if (floor(file) < 0) return [`plugin/${file} is in a room that has no floor`];
  return importsOf(file)
    .filter((target) => room(target) !== room(file))
    .filter((target) => floor(target) >= floor(file) || (room(target) === "abi" && !SHELL.includes(room(file))))
    .map((target) => `plugin/${file} must not import plugin/${target}`);
});

for (const crossing of crossings) console.error(crossing);
console.log(`borders: ${files.length} files, ${crossings.length} crossings`);
process.exitCode = crossings.length > 0 ? 1 : 0;
