import { fileURLToPath } from "node:url";

/** The folder of the checkout, with a trailing slash: `build/`, `.cache/` and `plugin/` lie in it. */
export const PROJECT_ROOT = fileURLToPath(new URL("../..", import.meta.url));
