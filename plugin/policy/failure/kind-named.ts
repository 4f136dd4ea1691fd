import { FAILURES } from "./table";

/** The `FailureKind` of that name; -1 if there is none. */
export function kindNamed(name: string): i32 {
  for (let i = 0; i < FAILURES.length; i++) if (FAILURES[i].name == name) return i;
  return -1;
}
