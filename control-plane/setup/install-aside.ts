import { existsSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";

/**
 * Fills a folder of `cache`, which has to be there: aside, and then renamed. So an interrupted installation
 * never leaves half of it.
 *
 * @param install fills the folder that it is given
 * @param check throws if what was installed does not work
 */
export async function installAside(
  cache: string,
  name: string,
  install: (aside: string) => Promise<void>,
  check: (folder: string) => Promise<void> = async () => {},
): Promise<void> {
  const folder = join(cache, name);
  const prefix = `${name}.installing-`;
  removeAbandoned(cache, prefix);
  const aside = join(cache, `${prefix}${process.pid}`);
  try {
    await install(aside);
    await check(aside);
    // Another process may have been quicker, and be using it.
    if (await works(folder, check)) return;
    rmSync(folder, { recursive: true, force: true });
    renameSync(aside, folder);
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
}

async function works(folder: string, check: (folder: string) => Promise<void>): Promise<boolean> {
  if (!existsSync(folder)) return false;
  return check(folder).then(
    () => true,
    () => false,
  );
}

/** What a killed set-up left, whose process is no more. */
function removeAbandoned(cache: string, prefix: string): void {
  for (const name of readdirSync(cache)) {
    if (!name.startsWith(prefix)) continue;
    try {
      process.kill(Number(name.slice(prefix.length)), 0);
    } catch {
      rmSync(join(cache, name), { recursive: true, force: true });
    }
  }
}
