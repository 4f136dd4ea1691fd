/** Why a policy was refused: the path and the reason. */
export let refusal: string = "";

/** False, for the reader that found it to hand on. */
export function refuse(path: string, reason: string): bool {
  refusal = path + ": " + reason;
  return false;
}
