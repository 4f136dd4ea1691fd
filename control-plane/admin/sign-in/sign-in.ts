import type { IncomingMessage } from "node:http";
import type { State } from "../../managed/state.ts";
import { ApiProblem } from "../route/api-problem.ts";
import type { Caller } from "../route/caller.ts";
import type { FailedSignIns } from "./failed-sign-ins.ts";
import type { JwtSignIn } from "./jwt.ts";
import { sameDigest, sha256, tokenOwner } from "./token.ts";

interface SignInOptions {
  state(): State;
  /** `HEADGATE_ADMIN_TOKEN`: an admin's for everything, without an entry in the store. */
  environmentToken?: string | undefined;
  /** Who a JSON Web Token is for; undefined: it is none of the issuer's, or not good (any more). */
  jwt?: JwtSignIn | undefined;
  failed: FailedSignIns;
}

export interface SignIn {
  /** @throws ApiProblem for who is nobody, or has to wait */
  (request: IncomingMessage): Promise<Caller>;
  /** Who a request is from by now, for one that goes on; nobody's failure. */
  again(request: IncomingMessage): Promise<Caller | undefined>;
}

/** Finds out who makes a request, by `Authorization: Bearer` and by nothing else: no cookie that a browser would add. */
export function signIn({ state, environmentToken, jwt, failed }: SignInOptions): SignIn {
  const environment = environmentToken === undefined ? undefined : sha256(environmentToken);
  const ownerOf = async (presented: string): Promise<Caller | undefined> => {
    if (environment !== undefined && sameDigest(environment, sha256(presented))) {
      return { actor: "token:environment", role: "admin" };
    }
    return tokenOwner(state(), presented, Date.now()) ?? (await jwt?.(presented));
  };
  const enter = async (request: IncomingMessage) => {
    const address = request.socket.remoteAddress ?? "";
    const wait = failed.wait(address);
    if (wait > 0) throw new ApiProblem("too-many-failures", { headers: { "retry-after": String(wait) } });
    const presented = tokenIn(request);
    if (presented === undefined) throw unauthorized("send Authorization: Bearer with an admin token");
    const caller = await ownerOf(presented);
    if (caller !== undefined) return caller;
    failed.count(address);
    throw unauthorized("this token is not known, or not good any more");
  };
  const again = async (request: IncomingMessage) => {
    const presented = tokenIn(request);
    return presented === undefined ? undefined : ownerOf(presented);
  };
  return Object.assign(enter, { again });
}

function tokenIn(request: IncomingMessage): string | undefined {
  return /^bearer +([!-~]+)$/i.exec(request.headers.authorization ?? "")?.[1];
}

function unauthorized(detail: string): ApiProblem {
  return new ApiProblem("not-signed-in", { detail, headers: { "www-authenticate": 'Bearer realm="headgate"' } });
}
