import { ErrorReply } from "redis";

/** First words of Redis' errors that are about its state, and not about what was asked. */
const STATES = /\b(LOADING|READONLY|OOM|MISCONF|NOREPLICAS|MASTERDOWN|CLUSTERDOWN|BUSY|UNKILLABLE)\b/;

/** Does not get right by trying. */
const WHO = /\b(NOAUTH|NOPERM|WRONGPASS)\b/;

/** The client's own errors, by name: most are not exported. */
const CONNECTION = /^(Client|Socket|Disconnects|Connection|ReconnectStrategy|Timeout).*Error$/;

/** Whether it may go another time: a lost connection, a Redis that is full, loading, a replica or new to us. */
export function isNotNow(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof ErrorReply) return STATES.test(error.message) || isNotAllowed(error);
  return CONNECTION.test(error.constructor.name) || /^E[A-Z]+$/.test(codeOf(error));
}

/** Whether Redis does not know, or does not let, who asks. */
export function isNotAllowed(error: unknown): boolean {
  return error instanceof ErrorReply && WHO.test(error.message);
}

/** For operators; Redis' errors hold no secret. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return "no connection";
  return codeOf(error) || error.message || error.name;
}

/** Such as ECONNREFUSED. The error for a name with several addresses has only that. */
function codeOf(error: Error): string {
  const { code } = error as NodeJS.ErrnoException;
  return typeof code === "string" ? code : "";
}
