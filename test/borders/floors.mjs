/** @typedef {import("./crossings.mjs").Tree} Tree */

/** The rooms of the filter that know the host: `abi` is theirs. */
const SHELL = within("plugin", ["", "cache", "gateway", "provider", "reply", "root", "route", "vm"]);

/** What the policy and the filter call by the same names: AssemblyScript and TypeScript at once. */
const FILTER_TABLES = [
  "plugin/dialect/operation.ts",
  "plugin/exchange/coding.ts",
  "plugin/match/pii/kind.ts",
  "plugin/match/script-name.ts",
  "plugin/policy/cache-mode.ts",
  "plugin/policy/failure/table.ts",
  "plugin/policy/health/flaw.ts",
  "plugin/policy/model/affinity.ts",
  "plugin/policy/model/strategy.ts",
  "plugin/policy/provider/key-strategy.ts",
  "plugin/policy/provider/own-reason.ts",
  "plugin/policy/rules/day.ts",
];

/** @type {Tree} */
const FILTER = {
  folders: ["plugin"],
  floors: [
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
    ["policy/chance", "policy/failure", "policy/limits", "policy/memory"],
    ["policy/provider"],
    ["policy/model"],
    ["policy/callers", "policy/health", "policy/race", "policy/stream"],
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
  ].map((rooms) => within("plugin", rooms)),
  only: { "plugin/abi": SHELL },
};

/** @type {Tree} */
const CONTROL_PLANE = {
  folders: ["contract", "envoy", "control-plane"],
  floors: [
    ["contract"],
    ["envoy"],
    ...[
      // What everything stands on.
      ["process", "json", "problem", "pattern"],
      ["network", "model", "provider", "audit", "setup", "demo-provider"],
      // A configuration, and the policy that it comes to.
      ["catalogue", "lint", "config/rules"],
      ["limits", "policy"],
      ["config", "snapshot"],
      // What outlives the process.
      ["store/lease", "store/redis/script", "store/sqlite/migration"],
      ["store", "store/cool-down"],
      ["store/redis", "store/sqlite", "secret"],
      ["store-place", "managed"],
      // What Envoys tell and ask while they serve.
      ["decide", "lease", "cool-down"],
      ["health"],
      ["xds", "reload", "key-watch"],
      // What administrators ask.
      ["admin/route"],
      ["admin/sign-in", "admin/openapi"],
      ["admin/resource"],
      ["admin/events"],
      ["admin"],
      // What runs.
      ["failover-test/case"],
      ["failover-test/injector"],
      ["failover-test"],
      ["server", "launcher"],
      ["command"],
      [""],
    ].map((rooms) => within("control-plane", rooms)),
  ],
  // And what `headgate explain` runs the filter in.
  outside: [...FILTER_TABLES, "test/host/index.ts"],
};

/** Lowest floor first. A room may import rooms of lower floors, never of its own or a higher one. */
export const TREES = [FILTER, CONTROL_PLANE];

/** @param {string} folder @param {readonly string[]} rooms */
function within(folder, rooms) {
  return rooms.map((room) => (room === "" ? folder : `${folder}/${room}`));
}
