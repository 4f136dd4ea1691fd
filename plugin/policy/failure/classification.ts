import { Failure } from "../../exchange/failure";
import { ErrorWords } from "./error-words";
import { isAmong } from "./phrase";
import { FailureKind } from "./table";
import { FOREIGN_THOUGHT, KEY_IS_WRONG, NO_SUCH_MODEL, NOT_KNOWN, TOO_FAST, TOO_LONG, USED_UP } from "./words";

/** An error is told in its first words; a provider may repeat the prompt behind them. */
const MOST_READ: i32 = 512;

/**
 * What an answer that is none amounts to. `said`: the provider's own words, with the status that they stand for; null
 * if there are none, and `status` is all that is known. `words`: the operator's own, which go before all else.
 *
 * What is held against a key or a model is looked for where a message begins. Further in it may quote the request: no
 * caller is to be able to say it.
 */
export function classify(status: i32, said: Failure | null, words: ErrorWords | null): FailureKind {
  if (said === null) return byStatus(status);
  const code = said.code.toLowerCase();
  const message = said.message.slice(0, MOST_READ).toLowerCase();
  if (words !== null) {
    const kind = words.find(code, message);
    if (kind >= 0) return <FailureKind>kind;
  }
  // Accounts first: what they say of a 400 or a 429 is no fault of the request's.
  if (status != 401 && isAmong(USED_UP, code, message)) return FailureKind.Quota;
  const isRefused = status == 400 || status == 404 || status == 422;
  if (isRefused && isAmong(FOREIGN_THOUGHT, code, message)) return FailureKind.ForeignThought;
  // An error inside a stream has a status of its own only if it has a name that is known.
  const isUnclear = status == 400 || status == 422 || status >= 500;
  if (isUnclear && isAmong(KEY_IS_WRONG, code, message)) return FailureKind.KeyRefused;
  if (isUnclear && isAmong(NO_SUCH_MODEL, code, message)) return FailureKind.ModelNotFound;
  if ((isUnclear || status == 413) && isTooLong(code, message)) return FailureKind.ContextLength;
  if ((status == 400 || status == 422) && isAmong(NOT_KNOWN, code, message)) return FailureKind.Unsupported;
  if (status >= 500 && isAmong(TOO_FAST, code, message)) return FailureKind.RateLimit;
  return byStatus(status);
}

function byStatus(status: i32): FailureKind {
  if (status < 400) return FailureKind.NotAnAnswer;
  switch (status) {
    case 401:
    case 403:
      return FailureKind.KeyRefused;
    case 402:
      return FailureKind.Quota;
    case 404:
      return FailureKind.ModelNotFound;
    case 408:
      return FailureKind.ServerError;
    case 413:
      return FailureKind.ContextLength;
    case 429:
      return FailureKind.RateLimit;
    case 529:
      return FailureKind.Overloaded;
    default:
      return status < 500 ? FailureKind.BadRequest : FailureKind.ServerError;
  }
}

/** Anywhere in the message: of what is held against nobody. */
function isTooLong(code: string, message: string): bool {
  for (let i = 0; i < TOO_LONG.length; i++) if (code == TOO_LONG[i] || message.includes(TOO_LONG[i])) return true;
  return false;
}
