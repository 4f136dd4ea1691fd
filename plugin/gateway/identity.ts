import { hasProperty, property } from "../abi/host";
import { Exchange } from "../live/exchange";
import { Caller, callerWithPeer, callerWithSecret } from "../policy/callers/caller";
import { Callers } from "../policy/callers/callers";
import { callerWithoutToken, callerWithToken } from "../policy/callers/token";
import { TokenClaims } from "../policy/callers/token-claims";
import { ABSENT, length, Span, span, start } from "../wire/span";
import { GO_ON, Outcome, refuse } from "./outcome";
import { RequestHead } from "./request-head";

/** What Envoy's `jwt_authn` tells of a token: its payload if it is good, else why not. See envoy/jwt-filter.ts. */
const TOKEN: string = "metadata\0filter_metadata\0envoy.filters.http.jwt_authn\0";

/** Finds out who sends the request; nobody is asked where everybody is served. */
export function identify(exchange: Exchange, head: RequestHead): Outcome {
  const policy = exchange.policy;
  if (policy.anonymous) return GO_ON;
  const caller = callerOf(policy.callers, head, exchange.stamp.seconds);
  exchange.key = caller.key;
  return refuse(caller.failure);
}

/**
 * Who sends the request: by its token, or the key in its head, or the certificate of its connection. Two
 * of the first are refused: whatever stands before the gateway may have looked at the other.
 * `now`: seconds since 1970.
 */
function callerOf(callers: Callers, head: RequestHead, now: i64): Caller {
  if (head.contradictory) return Caller.unknown("two API keys that differ: send one");
  const claims = callers.token;
  // Envoy has taken a good token out of the head. It has checked its issuer, so the claim is there.
  if (claims !== null && property(TOKEN + "headgate\0iss") != ABSENT) {
    if (head.secret != ABSENT) return Caller.unknown("both a token and an API key: send one");
    return withToken(callers, claims);
  }
  if (head.secret != ABSENT) {
    const caller = callerWithSecret(callers, head.secret, now);
    if (claims === null || caller.isKnown) return caller;
    return callerWithoutToken(head.secret, property(TOKEN + "headgate_failure\0message"));
  }
  if (!callers.peers.isEmpty) {
    const id = peerId();
    if (id != ABSENT) return callerWithPeer(callers, id, now);
  }
  return Caller.unknown("no API key: send it as 'Authorization: Bearer <key>' or as 'x-api-key'");
}

function withToken(callers: Callers, claims: TokenClaims): Caller {
  return callerWithToken(callers, claim(claims.tenant), claim(claims.models));
}

/** Of a good token; ABSENT if it does not have it, which an empty claim is not. */
function claim(name: string): Span {
  const path = TOKEN + "headgate\0" + name;
  const value = property(path);
  return value == ABSENT && hasProperty(path) ? EMPTY : value;
}

/** No bytes, somewhere. */
const EMPTY: Span = span(heap.alloc(1), 0);

/** The first URI in the peer's certificate (a SPIFFE certificate has one), if Envoy asked for the certificate and verified it. */
function peerId(): Span {
  const verified = property("connection\0mtls");
  if (length(verified) == 0 || load<u8>(start(verified)) == 0) return ABSENT;
  return property("connection\0uri_san_peer_certificate");
}
