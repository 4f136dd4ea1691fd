import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";

/** No key comes near it: what is larger is another file. */
const MAX_BYTES = 16 * 1024;

/** What a file holds, without the line break at its end; or why it cannot be had. Neither ever says what is in it. */
export function readSecretFile(path: string): { value: string } | { problem: string } {
  let file: number | undefined;
  try {
    // A pipe that nobody writes to would be waited for.
    file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    if (!fstatSync(file).isFile()) return { problem: `${path} is no file` };
    const room = Buffer.alloc(MAX_BYTES + 1);
    let size = 0;
    for (let read = -1; read !== 0 && size < room.length; size += read) {
      read = readSync(file, room, size, room.length - size, null);
    }
    if (size > MAX_BYTES) return { problem: `the file ${path} has more than 16 KiB, which no secret has` };
    const value = room.toString("utf8", 0, size).replace(/[\r\n]+$/, "");
    return value === "" ? { problem: `the file ${path} is empty` } : { value };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return { problem: code === "ENOENT" ? `there is no file ${path}` : `the file ${path} cannot be read (${code})` };
  } finally {
    if (file !== undefined) closeSync(file);
  }
}
