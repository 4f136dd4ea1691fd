import { header } from "../abi/host";
import { MapType } from "../abi/types";
import { ABSENT, from, length, Span, startsWith } from "../wire/span";

/** The client key, wherever a client of any dialect puts it; ABSENT if it sends none. */
export function presentedSecret(): Span {
  const authorization = header(MapType.RequestHeaders, "authorization");
  if (length(authorization) > 7 && (startsWith(authorization, "Bearer ") || startsWith(authorization, "bearer "))) {
    return from(authorization, 7);
  }
  const key = header(MapType.RequestHeaders, "x-api-key");
  return key != ABSENT ? key : header(MapType.RequestHeaders, "api-key");
}
