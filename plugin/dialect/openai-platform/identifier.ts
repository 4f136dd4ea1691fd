import { Fit } from "../../exchange/fit";
import { ChatRequest } from "../../exchange/request";
import { SETTINGS, Setting, SettingNames } from "../../exchange/setting";
import { unescape } from "../../wire/json-string";
import { JsonWriter } from "../../wire/json-writer";
import { Output } from "../../wire/output";
import { sha256 } from "../../wire/sha256";
import { end, length, Span, span, start } from "../../wire/span";

/**
 * Characters of `user`, `safety_identifier` and `prompt_cache_key`: the platform answers 400 to more. Claude Code's
 * user has about 150. https://platform.openai.com/docs/guides/safety-best-practices#safety-identifiers
 */
const LONGEST: i32 = 64;

const decoded = new Output();
const digest = heap.alloc(32);
const DIGITS: string = "0123456789abcdef";

/** The platform knows these by their sameness alone, which a digest keeps. */
function isIdentifier(setting: i32): bool {
  return setting == Setting.User || setting == Setting.SafetyIdentifier || setting == Setting.PromptCacheKey;
}

/** `value`: a whole JSON value. */
function isTooLong(value: Span): bool {
  if (length(value) <= LONGEST + 2 || load<u8>(start(value)) != 0x22) return false;
  decoded.clear();
  unescape(span(start(value) + 1, length(value) - 2), decoded);
  let characters = 0;
  for (let at = start(decoded.bytes), stop = end(decoded.bytes); at < stop; at++) {
    if ((load<u8>(at) & 0xc0) != 0x80) characters += 1;
  }
  return characters > LONGEST;
}

/** As `writeSettings`. */
export function writePlatformSettings(request: ChatRequest, names: SettingNames, json: JsonWriter): void {
  for (let i = 0; i < SETTINGS; i++) {
    if (!request.has(i) || !names.has(i)) continue;
    if (isIdentifier(i) && isTooLong(request.settings[i])) writeDigest(names.nameOf(i), json);
    else json.member(names.nameOf(i), request.settings[i]);
  }
}

/** Of what was decoded last. */
function writeDigest(name: string, json: JsonWriter): void {
  sha256(decoded.bytes, digest);
  decoded.clear();
  for (let i = 0; i < 32; i++) {
    const byte = load<u8>(digest + i);
    decoded.byte(<u8>DIGITS.charCodeAt(byte >> 4));
    decoded.byte(<u8>DIGITS.charCodeAt(byte & 15));
  }
  json.rawMember(name, decoded.bytes);
}

/** Names the identifiers that go as a digest. */
export function fitIdentifiers(request: ChatRequest, names: SettingNames, into: Fit): void {
  for (let i = 0; i < SETTINGS; i++) {
    if (!isIdentifier(i) || !request.has(i) || !names.has(i)) continue;
    if (isTooLong(request.settings[i])) into.approximate(request.names.settings.nameOf(i));
  }
}
