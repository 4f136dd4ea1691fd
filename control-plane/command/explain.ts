import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Config } from "../../contract/config.ts";
import type { Policy } from "../../contract/policy.ts";
import { sha256 } from "../admin/sign-in/token.ts";
import { loadConfig } from "../config/load.ts";
import { buildPolicy } from "../policy/build.ts";
import { type Environment, secretName } from "../process/environment.ts";
import { createLog } from "../process/log.ts";
import { OperatorError } from "../process/operator-error.ts";
import { PROJECT_ROOT } from "../process/project-root.ts";
import { ensureWasm } from "../setup/wasm.ts";
import type { Command } from "./command.ts";
import { type Explained, explainRequest, type Question } from "./explain-request.ts";

export const explain: Command = {
  name: "explain",
  summary: "say what the gateway would do with a request, by running its filter on it; nothing is sent",
  details: `The file holds the request's body, or { "path": …, "headers": { … }, "body": { … } }; without a path it is
/v1/chat/completions. --key: as this client key of the configuration would be judged, whose secret is not needed.
The policy is that of the file. A real provider key is not read: its variable's name stands in its place.`,
  args: ["<request.json>"],
  flags: { config: "path", key: "id", json: "" },
  async run(flags, [file = ""]) {
    const { config } = await loadConfig(flags.config, process.env);
    const secret = `explain-${randomBytes(16).toString("hex")}`;
    const policy = asKey(buildPolicy(config, withEveryKey(config, process.env)), flags.key, secret);
    await ensureWasm(PROJECT_ROOT, createLog("explain"));
    const wasm = readFileSync(join(PROJECT_ROOT, "build/headgate.wasm"));
    const explained = await explainRequest(wasm, policy, question(file, flags.key === undefined ? undefined : secret));
    process.stdout.write(flags.json === undefined ? words(explained) : `${JSON.stringify(explained, null, 2)}\n`);
  },
};

/** A client key whose variable is not set is one that nobody has. */
function withEveryKey(config: Config, environment: Environment): Environment {
  const names = config.keys.flatMap(({ secret, previous }) =>
    [secret, previous?.secret].filter((one) => one !== undefined),
  );
  const missing = names.map(secretName).filter((name) => !environment[name]);
  return { ...environment, ...Object.fromEntries(missing.map((name) => [name, randomBytes(16).toString("hex")])) };
}

/** The policy with another secret for one key, so that its own is not needed. @throws OperatorError for an unknown key */
function asKey(policy: Policy, id: string | undefined, secret: string): Policy {
  if (id === undefined) return policy;
  if (!policy.keys.some((key) => key.id === id))
    throw new OperatorError(`--key ${id}: the configuration has no such key`);
  const keys = policy.keys.map((key) => {
    if (key.id !== id) return key;
    const { spiffe: _, ...rest } = key;
    return { ...rest, secrets: [{ sha256: sha256(secret) }] };
  });
  return { ...policy, keys };
}

/** @throws OperatorError */
function question(file: string, secret: string | undefined): Question {
  let document: unknown;
  try {
    document = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new OperatorError(`${file}: ${(error as Error).message}`);
  }
  if (typeof document !== "object" || document === null) throw new OperatorError(`${file}: expected a JSON object`);
  const whole =
    "body" in document ? (document as { path?: string; headers?: Record<string, string>; body: unknown }) : undefined;
  return {
    path: whole?.path ?? "/v1/chat/completions",
    headers: { ...whole?.headers, ...(secret !== undefined && { authorization: `Bearer ${secret}` }) },
    body: JSON.stringify(whole?.body ?? document),
  };
}

function words({ verdict, message, status, limits, attempts, ...about }: Explained): string {
  const rows = [
    ["verdict", verdict === "sent" ? "sent to a provider" : `${verdict} (${status}): ${message}`],
    ["key", about.key ?? "none"],
    ["tenant", about.tenant ?? "none"],
    ["model", about.model ?? "none"],
    ["rule", about.rule ?? "none applies"],
    ["tags", about.tags.join(", ") || "none"],
    ...limits.map(({ of, ...limit }) => ["limits", `${of}: ${JSON.stringify(limit)}`]),
    ["dropped", about.dropped.join(", ") || "nothing"],
    ...about.left_out.map(({ target, reason }) => ["left out", `${target}: ${reason}`]),
    ...attempts.map(({ target, method, url }, index) => [`target ${index + 1}`, `${target}: ${method} ${url}`]),
  ];
  const first = attempts[0];
  const sent = first && [
    ...Object.entries(first.headers).map(([name, value]) => `  ${name}: ${value}`),
    "",
    `  ${first.body}`,
  ];
  const head = rows.map(([name = "", value]) => `${name.padEnd(10)}${value}\n`).join("");
  return sent === undefined ? head : `${head}\nsent to the first:\n${sent.join("\n")}\n`;
}
