/** Why a policy was refused: the path and the reason. */
export let policyProblem: string = "";

/** False, for the reader that found it to hand on. */
export function refuse(path: string, reason: string): bool {
  policyProblem = path + ": " + reason;
  return false;
}
