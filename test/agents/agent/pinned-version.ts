import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PROJECT_ROOT } from "../../../control-plane/process/project-root.ts";

/** The version of a package in a file of requirements. */
export function pinnedVersion(path: string, name: string): string {
  const lines = readFileSync(join(PROJECT_ROOT, path), "utf8").split("\n");
  // `name==1.2.3 \`, and its hashes in the lines after it.
  return (
    lines
      .find((line) => line.startsWith(`${name}==`))
      ?.slice(name.length + 2)
      .split(" ")[0] ?? ""
  );
}
