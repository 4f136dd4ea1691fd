import { describe, expect, test } from "vitest";
import { MASK, maskSecrets } from "../../../control-plane/json/mask-secrets.ts";

const SECRET = "0123456789abcdefXYZ";

describe("maskSecrets", () => {
  test.each([
    "secret",
    "client_secret",
    "newSecret",
    "token",
    "accessToken",
    "session-token",
    "password",
    "Authorization",
    "proxy-authorization",
    "api_key",
    "x-api-key",
    "privateKey",
    "secret_sha256",
    "sha256",
    "secretHash",
    "sealed",
    "value",
    "credentials",
  ])("hides what is in %s, however deep", (name) => {
    const shown = maskSecrets({ before: null, after: [{ keep: "this", [name]: SECRET }] });
    expect(shown).toEqual({ before: null, after: [{ keep: "this", [name]: MASK }] });
    expect(JSON.stringify(maskSecrets({ [name]: { v: 1, inner: SECRET } }))).not.toContain(SECRET);
    expect(maskSecrets({ [name]: [SECRET, 42] })).toEqual({ [name]: [MASK, MASK] });
  });

  test("shows what a policy is made of", () => {
    const body = {
      id: "k1",
      tenant: "acme",
      allow: ["gpt-4o*"],
      limits: { tokens_per_minute: 1000, max_tokens: 5 },
      providers: { openai: { url: "https://api.openai.com/v1", keys: [{ id: "a", weight: 2 }] } },
      rule: { when: { estimated_tokens: { gt: 4000 } }, deny: "prompt refused by policy" },
      sk: "sk-short",
      key: "client-key-openai-production",
      at: "2026-11-21T12:00:00Z",
    };
    expect(maskSecrets(body)).toEqual(body);
  });

  test("keeps what gives nothing away", () => {
    const body = { secret: "env:OPENAI_API_KEY", token: null, password: false };
    expect(maskSecrets(body)).toEqual(body);
    expect(maskSecrets({ secret: "env:NAME sk-1" })).toEqual({ secret: MASK });
  });

  test.each([
    [`sent Bearer ${SECRET} along`, `sent Bearer ${MASK} along`],
    [`the key sk-proj-${SECRET}.`, `the key sk-${MASK}.`],
    [`hg_${SECRET}`, `hg-${MASK}`],
    [`https://user:${SECRET}@proxy.example/v1`, `https://${MASK}@proxy.example/v1`],
  ])("finds secrets within a text: %s", (text, shown) => {
    expect(maskSecrets({ message: text })).toEqual({ message: shown });
  });

  test("leaves what it was given as it was", () => {
    const body = { secret: SECRET };
    maskSecrets(body);
    expect(body).toEqual({ secret: SECRET });
  });
});
