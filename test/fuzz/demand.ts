/** What was seen is not what a user may see. */
export class Fault extends Error {
  override readonly name = "Fault";
}

/** @throws Fault */
export function demand(holds: boolean, what: () => string): asserts holds {
  if (!holds) throw new Fault(what());
}
