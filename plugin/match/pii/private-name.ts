import { end, endsWith, is, isInAnyCase, length, Span, start } from "../../wire/span";
import { isDigit } from "./border";

/** Endings of names that no public name has: RFC 2606, RFC 6762 (with its appendix G), and what networks of their own use. */
const ENDINGS: StaticArray<string> = [
  "internal",
  "intranet",
  "private",
  "corp",
  "home",
  "lan",
  "local",
  "localdomain",
  "localhost",
  "example",
  "invalid",
  "test",
];

/** What stands behind the `@` of a package, where a version might: npm's usual tags, and branches. */
const TAGS: StaticArray<string> = [
  "latest",
  "next",
  "canary",
  "alpha",
  "beta",
  "rc",
  "stable",
  "nightly",
  "experimental",
  "lts",
  "main",
  "master",
  "workspace",
  "npm",
  "catalog",
];

/** What stands before the `@` of a label in Kotlin. */
const KEYWORDS: StaticArray<string> = ["return", "this", "super", "break", "continue"];

/** Shorter ones are rather operands: `q@k`. */
const SHORTEST_HOST: i32 = 3;

/** Whether an address under the label is one of a private network. */
export function isPrivateEnding(label: Span): bool {
  for (let i = 0; i < ENDINGS.length; i++) if (isInAnyCase(label, ENDINGS[i])) return true;
  return false;
}

/**
 * Whether `local` at `host`, a name without a dot, is an address, and not a package with its tag (`react@next`), a
 * label of Kotlin (`return@loop`), a handler of Laravel (`UserController@show`), an operand, a hash or a path. `before` and
 * `after`: the bytes around it, 0 where there are none; `next`: behind `after`.
 */
export function isBareAddress(local: Span, host: Span, before: u8, after: u8, next: u8): bool {
  if (before == 0x2f || goesOn(after, next) || !isHostName(host)) return false;
  for (let i = 0; i < TAGS.length; i++) if (isInAnyCase(host, TAGS[i])) return false;
  for (let i = 0; i < KEYWORDS.length; i++) if (is(local, KEYWORDS[i])) return false;
  return !endsWith(local, "Controller");
}

/** `user@host:path`, `user@host/path`, `user@host ~`, `a@b(c)`, `a@b[c]`, `a@b=c`, `pkg@git+https`, `a@b_c`. */
function goesOn(after: u8, next: u8): bool {
  switch (after) {
    case 0x28: // (
    case 0x2b: // +
    case 0x2f: // /
    case 0x3d: // =
    case 0x5b: // [
    case 0x5c: // \
    case 0x5f: // _
      return true;
    case 0x3a: // :
      return next > 0x20;
    case 0x20:
      return next == 0x7e; // ~
    default:
      return false;
  }
}

/** It begins with a letter, and is no version (`v4`), no hash, and no name of code (`forEach`). */
function isHostName(host: Span): bool {
  if (length(host) < SHORTEST_HOST) return false;
  const first = load<u8>(start(host));
  if (isDigit(first)) return false;
  let digits = 0;
  let hex = 0;
  let wasLower = false;
  for (let at = start(host); at < end(host); at++) {
    const byte = load<u8>(at);
    const isUpper = <u8>(byte - 0x41) < 26;
    if (isUpper && wasLower) return false;
    wasLower = <u8>(byte - 0x61) < 26;
    if (isDigit(byte)) digits += 1;
    if (isDigit(byte) || <u8>((byte | 0x20) - 0x61) < 6) hex += 1;
  }
  if (digits > 0 && hex == length(host) && hex >= 7) return false;
  return !((first | 0x20) == 0x76 && digits == length(host) - 1);
}
