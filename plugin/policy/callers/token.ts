import { Failure } from "../../exchange/failure";
import { PatternList } from "../../match/pattern";
import { HeaderReader } from "../../wire/header-list";
import { ABSENT, length, Span, span, start, text } from "../../wire/span";
import { Allowlist } from "./allowlist";
import { Caller } from "./caller";
import { Callers } from "./callers";
import { ClientKey } from "./client-key";

/** Of a caller whose token names no tenant: as of a key without one. */
const DEFAULT_TENANT: string = "default";

/** The subject of a token, for one request. Its spans lie in `bytes`. */
class TokenSubject extends ClientKey {
  constructor(
    public readonly bytes: StaticArray<u8>,
    tenant: Span,
    callers: Callers,
    allowlist: Allowlist,
  ) {
    super(ABSENT, tenant, callers.tenant(tenant), allowlist);
  }
}

/**
 * The caller with a good token. `tenant` and `models`: its claims as Envoy hands them over, ABSENT if it
 * has none; one that is null or empty names no tenant, and allows no model. The patterns in a token are
 * names and globs: a regular expression would have to be compiled for each request.
 */
export function callerWithToken(callers: Callers, tenant: Span, models: Span): Caller {
  const name = tenant == ABSENT ? String.UTF8.encode(DEFAULT_TENANT) : null;
  const named = name === null ? tenant : span(changetype<usize>(name), name.byteLength);
  if (!isIdentifier(named) || (callers.hasTenants && callers.tenant(named) === null)) {
    const message = "the token's tenant is not one of this gateway's";
    return new Caller(null, new Failure(403, message));
  }
  const size = length(named);
  const bytes = new StaticArray<u8>(size + length(models));
  memory.copy(changetype<usize>(bytes), start(named), size);
  memory.copy(changetype<usize>(bytes) + size, start(models), length(models));
  const kept = span(changetype<usize>(bytes), size);
  const own = span(changetype<usize>(bytes) + size, length(models));
  const allow: PatternList | null = models == ABSENT ? null : patternsOf(own);
  return new Caller(new TokenSubject(bytes, kept, callers, new Allowlist(allow, new PatternList())));
}

/** Why Envoy did not accept the token, in its words; where what was sent does not look like one: that the key is unknown. */
export function callerWithoutToken(secret: Span, reason: Span): Caller {
  const isToken = secret != ABSENT && dots(secret) == 2 && reason != ABSENT;
  return Caller.unknown(isToken ? "the token is refused: " + text(reason) : "unknown API key");
}

/** Envoy gives a list in the form of a head whose names are the items, a text as it is. */
function patternsOf(claim: Span): PatternList {
  const patterns = new PatternList();
  if (!isList(claim)) {
    addName(patterns, claim);
    return patterns;
  }
  const items = new HeaderReader(claim);
  while (items.next()) if (length(items.value) == 0) addName(patterns, items.name);
  return patterns;
}

/** A regular expression fits nothing here. */
function addName(patterns: PatternList, text: Span): void {
  if (length(text) > 0 && load<u8>(start(text)) != 0x2f) patterns.add(text);
}

/** Whether the sizes in it make up the whole: no text without NULs does. */
function isList(claim: Span): bool {
  const size = length(claim);
  if (size < 4) return false;
  const count = load<u32>(start(claim));
  let need: u64 = 4 + 10 * <u64>count;
  if (need > <u64>size) return false;
  for (let i: u32 = 0; i < count; i++) {
    const sizes = start(claim) + 4 + 8 * <usize>i;
    need += <u64>load<u32>(sizes) + <u64>load<u32>(sizes, 4);
  }
  return need == <u64>size;
}

/** Letters, digits and `._-`, as the contract has it: tenants stand in the names of statistics. */
function isIdentifier(name: Span): bool {
  const size = length(name);
  if (size == 0 || size > 128) return false;
  for (let i = 0; i < size; i++) {
    const byte = load<u8>(start(name) + i);
    const lower: u8 = byte | 0x20;
    const isLetter = lower >= 0x61 && lower <= 0x7a;
    const isDigit = byte >= 0x30 && byte <= 0x39;
    if (!isLetter && !isDigit && byte != 0x2e && byte != 0x5f && byte != 0x2d) return false;
  }
  return true;
}

function dots(secret: Span): i32 {
  let count = 0;
  for (let i = 0; i < length(secret); i++) if (load<u8>(start(secret) + i) == 0x2e) count += 1;
  return count;
}
