import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Projects whose files wait most come first: what computes fills their pauses, and nothing long is last. */
const ORDER = ["envoy", "check", "control-plane", "wasm", "pure"];

/** One project after another, as one worker takes its files; in each what took longest last time, else the largest. */
export default class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const place = ({ project }: TestSpecification) => ORDER.indexOf(project.name);
    return sorted.sort((a, b) => place(a) - place(b));
  }
}
