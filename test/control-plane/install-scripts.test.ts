import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { PROJECT_ROOT } from "../../control-plane/process/project-root.ts";
import { temporaryFolder } from "./temporary-folder.ts";

/** Installs a package that leaves a trace if its install script runs, in a project with an `.npmrc`. */
function installed(npmrc: (project: string) => void): { there: boolean; ran: boolean } {
  const folder = temporaryFolder();
  const packed = join(folder, "packed");
  const project = join(folder, "project");
  const trace = join(folder, "trace");
  mkdirSync(packed);
  mkdirSync(project);
  writeFileSync(
    join(packed, "package.json"),
    JSON.stringify({
      name: "evil",
      version: "1.0.0",
      scripts: { install: `node -e "fs.writeFileSync('${trace}', '')"` },
    }),
  );
  writeFileSync(join(project, "package.json"), "{}");
  npmrc(project);
  npm(folder, "pack", packed);
  npm(project, "install", "--offline", "--no-audit", join(folder, "evil-1.0.0.tgz"));
  return { there: existsSync(join(project, "node_modules/evil")), ran: existsSync(trace) };
}

function npm(cwd: string, ...args: string[]): void {
  const { npm_config_ignore_scripts: _, ...env } = process.env;
  const ended = spawnSync("npm", args, { cwd, env, encoding: "utf8" });
  expect(ended.status, ended.stderr).toBe(0);
}

test("no package runs a script while it is installed here", () => {
  expect(installed((project) => writeFileSync(join(project, ".npmrc"), "ignore-scripts=false\n"))).toEqual({
    there: true,
    ran: true,
  });
  expect(installed((project) => copyFileSync(join(PROJECT_ROOT, ".npmrc"), join(project, ".npmrc")))).toEqual({
    there: true,
    ran: false,
  });
});
