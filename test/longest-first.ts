import { BaseSequencer, type TestSpecification } from "vitest/node";

/** What takes longest, as the table at the end of a run says. Begun last, one of them would be waited for alone. */
const LONGEST = [
  "test/start/start.test.ts",
  "test/chaos/chaos.test.ts",
  "test/start/xds.test.ts",
  "test/clients/clients.test.ts",
  "test/pure/golden.test.ts",
  "test/wasm/split-streams.test.ts",
  "test/pure/translation.test.ts",
  "test/pure/round-trip/responses-stream.test.ts",
];

/** One project after another, as a worker takes its files; what computes fills the pauses of what waits. */
const PROJECTS = ["envoy", "check", "control-plane", "wasm", "pure"];

/** The longest files first, then project by project: what took longest last time, or is largest. */
export default class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const place = ({ moduleId, project }: TestSpecification) => {
      const long = LONGEST.findIndex((file) => moduleId.endsWith(file));
      return long < 0 ? LONGEST.length + PROJECTS.indexOf(project.name) : long;
    };
    return sorted.sort((a, b) => place(a) - place(b));
  }
}
