import { folderOf } from "./sources.mjs";

/**
 * A tree of rooms in floors.
 *
 * @typedef {object} Tree
 * @property {readonly string[]} folders what belongs to it
 * @property {readonly (readonly string[])[]} floors rooms, lowest floor first; a file may be a room of its own
 * @property {readonly string[]} [outside] files of other trees that may be imported from here
 * @property {Readonly<Record<string, readonly string[]>>} [only] room → the rooms that alone may import it
 */

/**
 * Imports that go up, or sideways.
 *
 * @param {ReadonlyMap<string, readonly string[]>} imports
 * @param {Tree} tree
 * @returns {string[]}
 */
export function crossings(imports, { floors, outside = [], only = {} }) {
  const floorOf = new Map(floors.flatMap((rooms, floor) => rooms.map((room) => [room, floor])));
  /** @param {string} file */
  const room = (file) => (floorOf.has(file) ? file : folderOf(file));
  /** @param {string} from @param {string} to */
  const mayImport = (from, to) => {
    if (!imports.has(to)) return outside.includes(to);
    const [here, there] = [room(from), room(to)];
    if (here === there) return true;
    if (only[there] !== undefined && !only[there].includes(here)) return false;
    return (floorOf.get(there) ?? Number.POSITIVE_INFINITY) < (floorOf.get(here) ?? -1);
  };
  const rooms = new Set([...imports.keys()].map(room));
  return [
    ...[...rooms].filter((name) => !floorOf.has(name)).map((name) => `${name} has no floor in test/borders/floors.mjs`),
    ...[...floorOf.keys()].filter((name) => !rooms.has(name)).map((name) => `${name} has a floor, and no file`),
    ...[...imports].flatMap(([file, targets]) =>
      targets.filter((target) => !mayImport(file, target)).map((target) => `${file} must not import ${target}`),
    ),
  ];
}
