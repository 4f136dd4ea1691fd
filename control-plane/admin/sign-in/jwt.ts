import { readFileSync } from "node:fs";
import { createLocalJWKSet, createRemoteJWKSet, errors, type JSONWebKeySet, type JWTPayload, jwtVerify } from "jose";
import type { AdminJwt } from "../../../contract/control-plane.ts";
import { identifier } from "../../../contract/names.ts";
import type { Log } from "../../process/log.ts";
import { OperatorError } from "../../process/operator-error.ts";
import { type Caller, ROLES, type Role } from "../route/caller.ts";

/** Signatures that nobody can make who only has what checks them: no HMAC, and never `none`. */
const ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"];

/** Clocks differ. */
const TOLERANCE_SECONDS = 30;

export type JwtSignIn = (token: string) => Promise<Caller | undefined>;

/**
 * Signs administrators in by JSON Web Tokens of one issuer. A token needs an end, and a role in its claim: one without
 * lets nobody in.
 *
 * @throws OperatorError for a file of keys that cannot be read
 */
export function jwtSignIn(options: AdminJwt, log: Log): JwtSignIn {
  const { issuer, audience, jwks_url, jwks_file } = options;
  const keys =
    jwks_url === undefined ? createLocalJWKSet(readKeys(jwks_file ?? "")) : createRemoteJWKSet(new URL(jwks_url));
  return async (token) => {
    // An admin token is none: no reason to ask anybody for keys.
    if (token.split(".").length !== 3) return undefined;
    try {
      const { payload } = await jwtVerify(token, keys, {
        issuer,
        audience,
        algorithms: ALGORITHMS,
        requiredClaims: ["exp", "sub"],
        clockTolerance: TOLERANCE_SECONDS,
      });
      return callerOf(payload, options);
    } catch (error) {
      // Whose fault it is, is the operator's to know; what was in the token is nobody's.
      const ours = !(error instanceof errors.JOSEError) || error instanceof errors.JWKSTimeout;
      if (ours) log.warn(`control_plane.jwt: the keys of ${issuer} cannot be had: ${(error as Error).message}`);
      return undefined;
    }
  };
}

function callerOf(payload: JWTPayload, { role_claim, tenant_claim }: AdminJwt): Caller | undefined {
  const [role, tenant] = [highest(payload[role_claim]), payload[tenant_claim]];
  if (role === undefined) return undefined;
  const actor = `jwt:${payload.sub}`;
  if (tenant === undefined) return { actor, role };
  // A claim that names no tenant must not make a token one for all.
  const named = identifier.safeParse(tenant);
  return named.success ? { actor, role, tenant: named.data } : undefined;
}

/** Issuers give one role, or a list of what somebody is, here and elsewhere. */
function highest(claim: unknown): Role | undefined {
  const given = Array.isArray(claim) ? claim : [claim];
  return ROLES.findLast((role) => given.includes(role));
}

function readKeys(path: string): JSONWebKeySet {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as JSONWebKeySet;
  } catch (error) {
    throw new OperatorError(`control_plane.jwt.jwks_file: ${path} cannot be read: ${(error as Error).message}`);
  }
}
