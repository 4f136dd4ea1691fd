import { ClientRequest } from "../../dialect/client-request";
import { Place } from "../../exchange/prompt";
import { Setting } from "../../exchange/setting";
import { HeaderReader } from "../../wire/header-list";
import { NOTHING, Tape } from "../../wire/json-tape";
import { ABSENT, hash64, is, length, Span, span, start } from "../../wire/span";
import { mixed } from "../chance/preference";
import { Affinity, SESSION_HEADERS } from "../model/affinity";
import { Model } from "../model/model";

/** Of a conversation's first turns so much is looked at: what comes behind tells few apart. */
const LONGEST_BEGINNING: i32 = 16 * 1024;

/** Which conversation a request belongs to. */
export class Conversation {
  constructor(
    /** 0: it belongs to none. */
    public mark: u64,
    /** By what it is known, for who wants to know; empty: by nothing. */
    public knownBy: string,
  ) {}
}

/** Of a request that belongs to none. */
export const NO_CONVERSATION = new Conversation(0, "");

/**
 * The conversation of a chat with the model: what the request says of the cache that it wants, then of the session, then of
 * the user; else its first turns, where the model is to look at them. `headers`: the client's, serialised pairs.
 */
export function conversationOf(model: Model, request: ClientRequest, headers: Span): Conversation {
  if (!model.keepsConversations) return NO_CONVERSATION;
  const tape = request.tape;
  const settings = request.dialect.fields.settings;
  const key = said(tape, settings.nameOf(Setting.PromptCacheKey));
  if (key != ABSENT) return new Conversation(markOf(key), "prompt_cache_key");
  const session = sessionOf(model, headers);
  if (session != ABSENT) return new Conversation(markOf(session), "session");
  let user = said(tape, settings.nameOf(Setting.SafetyIdentifier));
  if (user == ABSENT) user = said(tape, settings.nameOf(Setting.User));
  if (user != ABSENT) return new Conversation(markOf(user), "user");
  if (model.affinity != Affinity.FirstTurns) return NO_CONVERSATION;
  const beginning = markOfBeginning(request);
  return beginning == 0 ? NO_CONVERSATION : new Conversation(beginning, "first_turns");
}

/** A text of the request, raw; ABSENT if there is none. `path`: `metadata.user_id`; empty: the dialect has no word for it. */
function said(tape: Tape, path: string): Span {
  if (path.length == 0) return ABSENT;
  const names = path.split(".");
  let at = tape.root;
  for (let i = 0; i < names.length; i++) {
    if (!tape.isObject(at)) return ABSENT;
    at = tape.find(at, names[i]);
    if (at == NOTHING) return ABSENT;
  }
  return tape.isString(at) && length(tape.bytes(at)) > 0 ? tape.bytes(at) : ABSENT;
}

/** The first header that names a session, in the order of their names; ABSENT if none does. */
function sessionOf(model: Model, headers: Span): Span {
  let best: Span = ABSENT;
  let place = SESSION_HEADERS.length;
  const reader = new HeaderReader(headers);
  while (reader.next()) {
    if (length(reader.value) == 0) continue;
    if (model.sessionHeader.length > 0) {
      if (is(reader.name, model.sessionHeader)) return reader.value;
      continue;
    }
    for (let i = 0; i < place; i++) {
      if (!is(reader.name, SESSION_HEADERS[i])) continue;
      place = i;
      best = reader.value;
    }
  }
  return best;
}

/**
 * Of the system prompt and what the user says before the first answer. A later turn has the same there. 0: the user says
 * nothing. What stands between and behind them (tools, answers) may change.
 */
function markOfBeginning(request: ClientRequest): u64 {
  const prompt = request.prompt;
  let mark: u64 = 0;
  let left = LONGEST_BEGINNING;
  let hasBegun = false;
  for (let i = 0; i < prompt.count && left > 0; i++) {
    const place = prompt.place(i);
    if (place == Place.User) hasBegun = true;
    else if (hasBegun) break;
    else if (place != Place.System) continue;
    const text = prompt.raw(i);
    const size = min(length(text), left);
    mark = mixed(mark ^ hash64(span(start(text), size)));
    left -= size;
  }
  return hasBegun ? mark | 1 : 0;
}

function markOf(text: Span): u64 {
  return mixed(hash64(text)) | 1;
}
