import type { Config } from "../../contract/config.ts";
import type { Policy } from "../../contract/policy.ts";
import { reachable } from "../../envoy/socket-address.ts";
import { type ConfigSource, describeSource } from "../config/load.ts";
import { isGlob } from "../pattern/glob.ts";
import { secretFile, secretName } from "../process/environment.ts";
import { describeEnvoy, type FoundEnvoy } from "../setup/find-envoy.ts";

/** What the launcher says once the gateway answers. */
export function banner(config: Config, policy: Policy, source: ConfigSource, envoy: FoundEnvoy): string {
  const rows = [
    ["gateway", url(config.listen)],
    ["control plane", url(config.control_plane.listen, config.control_plane.tls && "https")],
    ["Envoy's admin", url(config.admin)],
    ["Envoy", describeEnvoy(envoy)],
    ["configuration", describeSource(source)],
  ];
  return `
Headgate is ready. Ctrl-C stops it.

${rows.map(([name = "", value]) => `  ${name.padEnd(15)}${value}`).join("\n")}

Try it:

  ${curl(config, policy)}

`;
}

function url(listen: string, scheme = "http"): string {
  return `${scheme}://${reachable(listen).authority}`;
}

/** A request that the gateway answers as it stands, once the caller's key is in its variable. */
function curl(config: Config, policy: Policy): string {
  const models = policy.models.map(({ name }) => name).filter((name) => !isGlob(name));
  const pairs = config.keys.flatMap((key) => models.filter((name) => mayUse(key, name)).map((name) => ({ key, name })));
  // A key whose variable is known is of more use than one of which there is only a hash.
  const pair = pairs.find(({ key }) => key.secret !== undefined) ?? pairs[0];
  const body = {
    model: (policy.anonymous ? models[0] : pair?.name) ?? "A-MODEL",
    messages: [{ role: "user", content: "Hello" }],
  };
  const authorization = policy.anonymous ? "" : `-H "Authorization: Bearer ${shellWord(pair?.key.secret)}" `;
  return `curl ${url(config.listen)}/v1/chat/completions ${authorization}-H 'Content-Type: application/json' -d '${JSON.stringify(body).replaceAll("'", "'\\''")}'`;
}

/** What a shell puts the secret in place of. */
function shellWord(reference = "env:YOUR_KEY"): string {
  const file = secretFile(reference);
  return file === undefined ? `$${secretName(reference)}` : `$(cat ${file})`;
}

/** As the filter judges: `deny` goes first. */
function mayUse({ allow, deny }: Config["keys"][number], model: string): boolean {
  const matches = (globs: string[]) => globs.some((glob) => globPattern(glob).test(model));
  return !matches(deny) && matches(allow);
}

function globPattern(glob: string): RegExp {
  const escaped = glob.replace(/[.+^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`^${escaped.replaceAll("*", ".*").replaceAll("?", ".")}$`, "s");
}
