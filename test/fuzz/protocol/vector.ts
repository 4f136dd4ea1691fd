import { demand } from "../demand.ts";

/** @throws Fault unless it is a list of numbers */
export function checkVector(vector: unknown): void {
  const isVector = Array.isArray(vector) && vector.length > 0 && vector.every((item) => typeof item === "number");
  demand(isVector, () => `no vector: ${JSON.stringify(vector)?.slice(0, 200)}`);
}
