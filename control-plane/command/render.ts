import { renderEnvoy, renderRemoteEnvoy } from "../../envoy/render.ts";
import { loadConfig } from "../config/load.ts";
import { buildPolicy } from "../policy/build.ts";
import { providerKeyProblems } from "../policy/provider-key-problems.ts";
import type { Command } from "./command.ts";
import { writeOut } from "./write-out.ts";

export const render: Command = {
  name: "render",
  summary: "write the Envoy configuration for a headgate.yaml, to stdout or a file",
  flags: { config: "path", out: "file" },
  async run({ config: path, out }) {
    const { config, warnings } = await loadConfig(path, process.env);
    const policy = buildPolicy(config, process.env);
    const text = config.control_plane.xds ? renderRemoteEnvoy(config) : renderEnvoy(config, policy);
    for (const warning of [...warnings, ...providerKeyProblems(config, process.env)]) {
      process.stderr.write(`warning: ${warning}\n`);
    }
    writeOut(text, out);
  },
};
