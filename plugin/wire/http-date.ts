import { daysSinceEpoch, digits } from "./rfc3339";
import { length, Span, start } from "./span";

const MONTHS: string = "JanFebMarAprMayJunJulAugSepOctNovDec";

/** `Sun, 06 Nov 1994 08:49:37 GMT` (IMF-fixdate, RFC 9110, section 5.6.7) in milliseconds since 1970; -1 if it is no such time. */
export function parseHttpDate(text: Span): i64 {
  const at = start(text);
  if (length(text) != 29 || load<u8>(at + 3) != 0x2c || load<u8>(at + 26) != 0x47) return -1;
  const day = digits(at + 5, 2);
  const month = monthAt(at + 8);
  const year = digits(at + 12, 4);
  const hour = digits(at + 17, 2);
  const minute = digits(at + 20, 2);
  const second = digits(at + 23, 2);
  if (month < 0 || year < 1970 || day < 1 || day > 31) return -1;
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60) return -1;
  return (((daysSinceEpoch(year, month, day) * 24 + hour) * 60 + minute) * 60 + second) * 1000;
}

/** 1 to 12; -1: no month's name. */
function monthAt(at: usize): i64 {
  for (let month = 0; month < 12; month++) {
    let isSame = true;
    for (let i = 0; i < 3; i++) isSame = isSame && load<u8>(at + i) == <u8>MONTHS.charCodeAt(month * 3 + i);
    if (isSame) return month + 1;
  }
  return -1;
}
