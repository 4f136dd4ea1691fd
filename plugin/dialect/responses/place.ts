/** Paths in the client's request, made only where one is told. */
export function itemPath(item: i32): string {
  return "input[" + item.toString() + "]";
}

/** `list`: the item's member that holds the parts. */
export function partPath(item: i32, list: string, part: i32): string {
  return itemPath(item) + "." + list + "[" + part.toString() + "]";
}
