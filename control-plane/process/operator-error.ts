/**
 * A failure that the operator can put right: its message says what is wrong and what to do, so it
 * is printed as it stands, without a stack. Everything else that is thrown is a fault of ours.
 */
export class OperatorError extends Error {
  /** What the process exits with: 1, or 2 for a command line that makes no sense. */
  readonly exitCode: 1 | 2;

  constructor(message: string, exitCode: 1 | 2 = 1) {
    super(message);
    this.name = "OperatorError";
    this.exitCode = exitCode;
  }
}
