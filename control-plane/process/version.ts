import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PROJECT_ROOT } from "./project-root.ts";

/** Headgate's own version. `package.json` is the one place where it stands. */
export const VERSION = String(JSON.parse(readFileSync(join(PROJECT_ROOT, "package.json"), "utf8")).version);
