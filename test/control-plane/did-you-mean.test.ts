import { expect, test } from "vitest";
import { didYouMean } from "../../control-plane/problem/did-you-mean.ts";

/** Names of which it is only told at the end that they are others. */
function names(count: number, seed: string) {
  return Array.from(
    { length: count },
    (_, i) => `${"model-of-a-long-name-".repeat(2)}${seed}${String(i).padStart(6, "0")}`,
  );
}

/** Counts how often the names are looked at: what a document costs, on a machine of any speed. */
function counted(known: readonly string[]) {
  const count = { looks: 0 };
  function* each() {
    for (const name of known) {
      count.looks++;
      yield name;
    }
  }
  return { count, each };
}

test("a slip of the finger is told", () => {
  expect(didYouMean("gpt4o", ["claude", "gpt-4o"])).toBe(' (did you mean "gpt-4o"?)');
  expect(didYouMean("something", ["claude", "gpt-4o"])).toBe("");
});

test("a document of unknown names does not cost names times names", async () => {
  const { count, each } = counted(names(5000, "known"));
  for (const name of names(5000, "other")) didYouMean(name, each());
  expect(count.looks).toBeLessThan(20_000);
  // The next request is answered as ever.
  await new Promise((resolve) => setImmediate(resolve));
  expect(didYouMean("gpt4o", ["claude", "gpt-4o"])).toBe(' (did you mean "gpt-4o"?)');
});

test("a long name is compared with nothing", () => {
  const { count, each } = counted(names(10, "known"));
  expect(didYouMean("x".repeat(100_000), each())).toBe("");
  expect(count.looks).toBe(0);
});
