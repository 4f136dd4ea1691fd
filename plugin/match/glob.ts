import { end, Span, start } from "../wire/span";

/** Whether a name fits a pattern in which `*` is any run of bytes and `?` any one; linear but for one step back per `*`. */
export function matches(pattern: Span, name: Span): bool {
  const patternEnd = end(pattern);
  const nameEnd = end(name);
  let p = start(pattern);
  let n = start(name);
  let star: usize = 0;
  let retry: usize = 0;
  while (n < nameEnd) {
    const expected: i32 = p < patternEnd ? load<u8>(p) : -1;
    if (expected == 0x2a) {
      star = p++;
      retry = n;
    } else if (expected == 0x3f || expected == <i32>load<u8>(n)) {
      p += 1;
      n += 1;
    } else if (star != 0) {
      p = star + 1;
      n = ++retry;
    } else {
      return false;
    }
  }
  while (p < patternEnd && load<u8>(p) == 0x2a) p += 1;
  return p == patternEnd;
}

export function isGlob(pattern: Span): bool {
  for (let at = start(pattern); at < end(pattern); at++) {
    if (load<u8>(at) == 0x2a || load<u8>(at) == 0x3f) return true;
  }
  return false;
}
