/**
 * Who may know whom in plugin/: only the shell knows the host, no dialect knows another, what is
 * shared never imports a leaf. Run by `npm run check`; prints each import that crosses a border.
 */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, posix, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";

const plugin = join(dirname(fileURLToPath(import.meta.url)), "..", "plugin");

const MATCH = ["match", "match/pii", "match/regex"];
const POLICY = [
  "policy",
  "policy/cache",
  "policy/failure",
  "policy/health",
  "policy/keys",
  "policy/limits",
  "policy/load",
  "policy/routing",
  "policy/rules",
];
const PURE = ["dialect", "exchange", ...MATCH, ...POLICY, "wire"];
/** root.ts, gateway.ts and provider.ts with their folders, and what both filters do with cached answers: they alone know the host. */
const SHELL = ["", "root", "gateway", "provider", "cache"];

/** @type {Record<string, readonly string[]>} room → rooms it may import. */
const MAY_IMPORT = {
  ...Object.fromEntries(SHELL.map((room) => [room, [...SHELL, ...PURE, "exchange/live", "abi"]])),
  abi: ["abi", "wire"],
  wire: ["wire"],
  exchange: ["exchange", "wire"],
  "exchange/live": ["exchange/live", ...PURE],
  dialect: ["dialect", "exchange", "wire"],
  // What of a request the model sees, told by each dialect's own `read-prompt.ts`.
  "dialect/prompt": ["dialect/prompt", "dialect", "exchange", "wire"],
  // What OpenAI's two dialects have in common besides a shape: envelope of errors, headers, models.
  "dialect/openai-platform": ["dialect/openai-platform", "dialect", "exchange", "wire"],
  "dialect/openai": ["dialect/openai", "dialect/prompt", "dialect/openai-platform", "dialect", "exchange", "wire"],
  "dialect/openai/completions": ["dialect/openai/completions", "dialect/openai", "dialect", "exchange", "wire"],
  "dialect/responses": [
    "dialect/responses",
    "dialect/prompt",
    "dialect/openai-platform",
    "dialect",
    "exchange",
    "wire",
  ],
  "dialect/anthropic": ["dialect/anthropic", "dialect/prompt", "dialect", "exchange", "wire"],
  "dialect/ollama": ["dialect/ollama", "dialect/prompt", "dialect", "exchange", "wire"],
  "dialect/ollama/generate": ["dialect/ollama/generate", "dialect/ollama", "dialect", "exchange", "wire"],
  // Names and texts against patterns: knows no dialect and no policy.
  ...Object.fromEntries(MATCH.map((room) => [room, [...MATCH, "wire"]])),
  ...Object.fromEntries(POLICY.map((room) => [room, [...POLICY, ...MATCH, "dialect", "exchange", "wire"]])),
};

/** The one file that knows all dialects. */
const REGISTRY = "dialect/registry.ts";

const files = readdirSync(plugin, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts"))
  .map((file) => file.split(sep).join("/"));

const crossings = files.flatMap((file) => {
  const source = readFileSync(join(plugin, file), "utf8");
  const imported = [...source.matchAll(/(?:from|import) "(\.[^"]+)"/g)].map(([, path]) => path ?? "");
  return imported
    .map((path) => posix.join(posix.dirname(file), path))
    .filter((target) => !allowed(file, target))
    .map((target) => `plugin/${file} must not import plugin/${target}`);
});

/** @param {string} file @param {string} target */
function allowed(file, target) {
  if (file === REGISTRY && room(target).startsWith("dialect/")) return true;
  const rooms = MAY_IMPORT[room(file)];
  return rooms?.includes(room(target)) ?? false;
}

/** @param {string} path */
function room(path) {
  const folders = path.split("/").slice(0, -1).join("/");
  if (path.startsWith("dialect/") && MAY_IMPORT[path] !== undefined) return path;
  return relative(".", folders).split(sep).join("/");
}

for (const crossing of crossings) console.error(crossing);
console.log(`borders: ${files.length} files, ${crossings.length} crossings`);
process.exitCode = crossings.length > 0 ? 1 : 0;
