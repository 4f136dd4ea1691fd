import { Failure } from "../../exchange/failure";
import { FailureKind } from "./table";
import { KEY_IS_WRONG, NO_SUCH_MODEL, TOO_FAST, TOO_LONG, USED_UP } from "./words";

/** An error is told in its first words; a provider may repeat the prompt behind them. */
const MOST_READ: i32 = 512;

/**
 * What an answer that is none amounts to. `said`: the provider's own words, with the status that they stand for; null
 * if there are none, and `status` is all that is known.
 */
export function classify(status: i32, said: Failure | null): FailureKind {
  if (said === null) return byStatus(status);
  const code = said.code.toLowerCase();
  const message = said.message.slice(0, MOST_READ).toLowerCase();
  // Accounts first: what they say of a 400 or a 429 is no fault of the request's.
  if (status != 401 && begins(code, message, USED_UP)) return FailureKind.Quota;
  if (status == 400 && begins(code, message, KEY_IS_WRONG)) return FailureKind.KeyRefused;
  if (status == 400 && begins(code, message, NO_SUCH_MODEL)) return FailureKind.ModelNotFound;
  const isAboutPrompt = status == 400 || status == 413 || status == 422 || status >= 500;
  if (isAboutPrompt && holds(code, message, TOO_LONG)) return FailureKind.ContextLength;
  if (status >= 500 && begins(code, message, TOO_FAST)) return FailureKind.RateLimit;
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

/**
 * Whether the code is one of these, or the message begins with one. Further in it may quote the request: no caller is to
 * be able to say what is held against a provider key or a model.
 */
function begins(code: string, message: string, phrases: Array<string>): bool {
  for (let i = 0; i < phrases.length; i++) if (code == phrases[i] || message.startsWith(phrases[i])) return true;
  return false;
}

/** Whether they stand anywhere: of what is held against nobody. */
function holds(code: string, message: string, phrases: Array<string>): bool {
  for (let i = 0; i < phrases.length; i++) if (code == phrases[i] || message.includes(phrases[i])) return true;
  return false;
}
