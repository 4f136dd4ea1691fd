import { formatProblem, type Problem } from "../problem/problem.ts";
import { OperatorError } from "../process/operator-error.ts";

type Refusal =
  /** The policy would not be valid. */
  | "invalid"
  /** The running Envoy lacks what it needs: a listener, and clusters and pools where they stand in its own file. */
  | "needs-restart"
  /** Envoy itself did not take its clusters and routes. */
  | "envoy"
  /** Callers without a key would be served who are not now. */
  | "opens-gateway";

/** A change that is not made; the policy before stays in force. */
export class Refused extends OperatorError {
  readonly refusal: Refusal;
  readonly problems: readonly Problem[];

  constructor(refusal: Refusal, problems: readonly Problem[]) {
    super(problems.map(formatProblem).join("\n"));
    this.name = "Refused";
    this.refusal = refusal;
    this.problems = problems;
  }

  /** For the operator of a file, each line with its name. */
  linesFor(file: string): string[] {
    if (this.refusal !== "needs-restart") return this.problems.map((problem) => `${file}: ${formatProblem(problem)}`);
    return [`${file}: needs a restart: ${this.problems.map(({ path, reason }) => `${path} ${reason}`).join(", ")}`];
  }
}
