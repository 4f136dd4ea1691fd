import { readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { expect, test } from "vitest";
import { PROJECT_ROOT } from "../control-plane/process/project-root.ts";
import { runProgram } from "../control-plane/setup/run-program.ts";

const { scripts } = JSON.parse(readFileSync(join(PROJECT_ROOT, "package.json"), "utf8"));
const env = { ...process.env, PATH: [join(PROJECT_ROOT, "node_modules/.bin"), process.env.PATH].join(delimiter) };

test.each((scripts.check as string).split(" && "))("npm run check: %s", async (command) => {
  const { code, stdout, stderr } = await runProgram("sh", ["-c", command], { cwd: PROJECT_ROOT, env });
  expect(code, stdout + stderr).toBe(0);
});
