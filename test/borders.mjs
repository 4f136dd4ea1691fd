/**
 * Who may know whom, and what may stand in the filter: `npm run check` runs it. Prints each import that crosses a border
 * (test/borders/floors.mjs), each circle of files, and in `plugin/` what would kill a VM.
 */
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { circles } from "./borders/circles.mjs";
import { crossings } from "./borders/crossings.mjs";
import { TREES } from "./borders/floors.mjs";
import { filesOf, importsByFile } from "./borders/sources.mjs";
import { traps } from "./borders/traps.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");

const trees = TREES.map((tree) => ({ tree, imports: importsByFile(root, tree.folders) }));
const problems = [
  ...trees.flatMap(({ tree, imports }) => [...crossings(imports, tree), ...circles(imports)]),
  ...filesOf(root, "plugin").flatMap((file) => traps(file, readFileSync(join(root, file), "utf8"))),
];

for (const problem of problems) console.error(problem);
const count = trees.reduce((sum, { imports }) => sum + imports.size, 0);
console.log(`borders: ${count} files, ${problems.length} problems`);
process.exitCode = problems.length > 0 ? 1 : 0;
