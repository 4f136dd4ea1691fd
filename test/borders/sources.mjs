import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, posix, sep } from "node:path";

/**
 * The source files of some folders, each with the files that it imports by a relative path.
 *
 * @param {string} root
 * @param {readonly string[]} folders of the root
 * @returns {Map<string, string[]>} paths from the root, with slashes
 */
export function importsByFile(root, folders) {
  const files = folders.flatMap((folder) => filesOf(root, folder));
  return new Map(files.map((file) => [file, importsOf(root, file)]));
}

/** @param {string} root @param {string} folder @returns {string[]} */
export function filesOf(root, folder) {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => /\.(ts|mjs)$/.test(file))
    .map((file) => posix.join(folder, file.split(sep).join("/")));
}

/** @param {string} root @param {string} file */
function importsOf(root, file) {
  const source = readFileSync(join(root, file), "utf8");
  const paths = [...source.matchAll(/(?:from|import|import\() ?"(\.[^"]+)"/g)].map(([, path = ""]) => path);
  return [...new Set(paths.map((path) => found(root, posix.join(posix.dirname(file), path))))];
}

/** The filter's sources leave out the ending, as AssemblyScript has it. @param {string} root @param {string} path */
function found(root, path) {
  const ways = [path, `${path}.ts`, `${path}/index.ts`];
  return ways.find((way) => /\.\w+$/.test(way) && existsSync(join(root, way))) ?? path;
}

/** @param {string} file */
export function folderOf(file) {
  return posix.dirname(file);
}
