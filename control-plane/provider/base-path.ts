import type { Dialect } from "../../contract/dialect.ts";
import type { Face } from "../../contract/face.ts";

/** Dialects whose own paths carry the version (`/v1/messages`): a base URL needs none, and one is forgiven. */
const VERSION_IS_THEIR_OWN: ReadonlySet<Dialect> = new Set(["anthropic", "ollama"]);

/** The path of a base URL as a dialect's SDK takes it: no slash at its end, no version that the dialect adds itself. */
export function basePath(pathname: string, dialect: Dialect): string {
  const path = withoutSlash(pathname);
  return VERSION_IS_THEIR_OWN.has(dialect) ? path.replace(/\/v1$/, "") : path;
}

/**
 * What stands before the paths of all faces, for a URL that is the base URL of any one of them, or of
 * none: `http://host:8000/v1` is as good as `http://host:8000` where one face is at `/v1`.
 */
export function rootPath(pathname: string, faces: readonly Face[]): string {
  const path = withoutSlash(pathname);
  const endings = faces.flatMap((face) => [
    face.path,
    ...(VERSION_IS_THEIR_OWN.has(face.dialect) ? [`${face.path}/v1`] : []),
  ]);
  const longest = Math.max(0, ...endings.filter((ending) => path.endsWith(ending)).map((ending) => ending.length));
  return path.slice(0, path.length - longest);
}

function withoutSlash(pathname: string): string {
  return pathname.replace(/\/+$/, "");
}
