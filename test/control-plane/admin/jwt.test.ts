import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT, UnsecuredJWT } from "jose";
import { beforeAll, describe, expect, test } from "vitest";
import { jwtSignIn } from "../../../control-plane/admin/sign-in/jwt.ts";
import { collectedLog } from "../collected-log.ts";
import { listening } from "../listening.ts";
import { temporaryFolder } from "../temporary-folder.ts";

type Keys = Awaited<ReturnType<typeof generateKeyPair>>;
let keys: Keys;
let others: Keys;

beforeAll(async () => {
  keys = await generateKeyPair("ES256");
  others = await generateKeyPair("ES256");
});

const OPTIONS = {
  issuer: "https://issuer.example",
  audience: "headgate",
  role_claim: "headgate_role",
  tenant_claim: "headgate_tenant",
};
const GOOD: JWTPayload = { iss: OPTIONS.issuer, aud: "headgate", sub: "alice", headgate_role: "operator" };
const inAnHour = () => Math.floor(Date.now() / 1000) + 3600;

async function signIn() {
  const path = join(temporaryFolder(), "jwks.json");
  writeFileSync(path, JSON.stringify({ keys: [{ ...(await exportJWK(keys.publicKey)), alg: "ES256", kid: "k" }] }));
  const { log, lines } = collectedLog();
  return { by: jwtSignIn({ ...OPTIONS, jwks_file: path }, log), lines };
}

function signed(claims: JWTPayload, { privateKey }: Keys = keys): Promise<string> {
  return new SignJWT({ exp: inAnHour(), ...claims }).setProtectedHeader({ alg: "ES256", kid: "k" }).sign(privateKey);
}

describe("lets in", () => {
  test.each<[string, JWTPayload, object]>([
    ["an operator", {}, { actor: "jwt:alice", role: "operator" }],
    ["the highest of roles", { headgate_role: ["else", "viewer", "admin"] }, { actor: "jwt:alice", role: "admin" }],
    ["one of a tenant", { headgate_tenant: "shop" }, { actor: "jwt:alice", role: "operator", tenant: "shop" }],
  ])("%s", async (_what, claims, caller) => {
    const { by } = await signIn();
    expect(await by(await signed({ ...GOOD, ...claims }))).toEqual(caller);
  });
});

describe("lets nobody in by", () => {
  test.each<[string, JWTPayload]>([
    ["no role", { headgate_role: undefined }],
    ["an unknown role", { headgate_role: "root" }],
    ["a tenant that is none", { headgate_tenant: "" }],
    ["a tenant that is no text", { headgate_tenant: ["shop"] }],
    ["another issuer", { iss: "https://evil.example" }],
    ["another audience", { aud: "else" }],
    ["an end that is past", { exp: 1 }],
    ["no end", { exp: undefined }],
    ["no subject", { sub: undefined }],
    ["a beginning to come", { nbf: inAnHour() }],
  ])("%s", async (_what, claims) => {
    const { by, lines } = await signIn();
    expect(await by(await signed({ ...GOOD, ...claims }))).toBeUndefined();
    expect(lines).toEqual([]);
  });

  test("another's key, no signature, or one that a public key makes", async () => {
    const { by } = await signIn();
    expect(await by(await signed(GOOD, others))).toBeUndefined();
    expect(await by(new UnsecuredJWT({ ...GOOD, exp: inAnHour() }).encode())).toBeUndefined();
    const secret = new TextEncoder().encode(JSON.stringify(await exportJWK(keys.publicKey)));
    const hmac = new SignJWT({ ...GOOD, exp: inAnHour() }).setProtectedHeader({ alg: "HS256", kid: "k" });
    expect(await by(await hmac.sign(secret))).toBeUndefined();
    expect(await by("a.b.c")).toBeUndefined();
  });
});

test("keys are fetched from the issuer, and that they cannot be had is logged", async () => {
  const jwks = { keys: [{ ...(await exportJWK(keys.publicKey)), alg: "ES256", kid: "k" }] };
  const url = await listening((_request, response) => {
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify(jwks));
  });
  const { log, lines } = collectedLog();
  expect(await jwtSignIn({ ...OPTIONS, jwks_url: url }, log)(await signed(GOOD))).toMatchObject({ role: "operator" });
  const token = await signed(GOOD);
  expect(await jwtSignIn({ ...OPTIONS, jwks_url: "http://127.0.0.1:9/keys" }, log)(token)).toBeUndefined();
  expect(lines).toEqual([
    expect.stringContaining("control_plane.jwt: the keys of https://issuer.example cannot be had"),
  ]);
  expect(lines.join()).not.toContain(token);
});
