import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { PROJECT_ROOT } from "../../control-plane/process/project-root.ts";

// npm passes a signal on to its shell: one that waits for the launcher would end alone, and orphan all that runs.
test.skipIf(process.platform === "win32")(
  "npm's shell becomes the launcher",
  () => {
    const { scripts } = JSON.parse(readFileSync(join(PROJECT_ROOT, "package.json"), "utf8"));
    const shell = spawnSync("sh", ["-c", `${scripts.start} --help; exit 7`], { cwd: PROJECT_ROOT, encoding: "utf8" });
    expect(shell.stderr).toBe("");
    expect(shell.status).toBe(0);
  },
  60_000,
);
