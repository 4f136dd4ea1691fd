/** More names than this help nobody, and a client can make up any number of them. */
const MAX_NAMES: i32 = 64;
const MAX_NAME: i32 = 64;

/** Notes a field's name once, however often it stands in the request. */
export function note(name: string, into: Array<string>): void {
  if (into.length >= MAX_NAMES) return;
  const short = name.length > MAX_NAME ? name.slice(0, MAX_NAME) : name;
  if (!into.includes(short)) into.push(short);
}
