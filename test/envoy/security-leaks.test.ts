import { afterAll, beforeAll, expect, test } from "vitest";
import { DIALECTS } from "../../contract/dialect.ts";
import { breaksAfterContent, closes, type Provider, refuses, startProvider } from "../fixtures/provider/index.ts";
import { bareFields } from "../fixtures/wire/index.ts";
import { ask, chat } from "./ask.ts";
import { type Gateway, startGateway } from "./gateway.ts";
import { expectNoLeaks } from "./leaks.ts";
import { baseUrlOf } from "./providers.ts";

/** Secrets searched for in all that the gateway shows, after requests of every kind. */
let provider: Provider;
let gateway: Gateway;

const SECRETS = {
  "the client key": "hg-client-7f3a9d41c2",
  "an unknown client key": "hg-unknown-b81e55d0f7",
  "an expired client key": "hg-expired-42c09a77e1",
  "the first provider key": "sk-provider-one-93be12aa",
  "the second provider key": "sk-provider-two-0d44ffe8",
  "the snapshot channel's token": "token-of-the-snapshot-channel",
  "the prompt": "prompt-of-the-caller-5d1f80",
};

beforeAll(async () => {
  provider = await startProvider();
  // Providers quote what they refuse.
  provider.on("refused", refuses(401, `Incorrect API key provided: ${SECRETS["the first provider key"]}`));
  provider.on("closing", closes());
  provider.on("breaking", breaksAfterContent("reports an error"));
  const keys = [{ secret: "env:ONE" }, { secret: "env:TWO" }];
  const providers = Object.fromEntries(
    DIALECTS.map((dialect) => [dialect, { dialect, url: baseUrlOf(dialect, provider.url), keys }]),
  );
  const upstream = ["good", "refused", "closing", "breaking"];
  gateway = await startGateway(
    {
      providers,
      models: Object.fromEntries(
        DIALECTS.flatMap((dialect) =>
          upstream.map((model) => [`${dialect}-${model}`, { targets: [{ provider: dialect, model }] }]),
        ),
      ),
      keys: [
        { id: "k", secret: "env:CLIENT", deny: ["none"] },
        { id: "old", secret: "env:EXPIRED", expires_at: "2020-01-01T00:00:00Z" },
      ],
    },
    {
      withControlPlane: true,
      environment: {
        CLIENT: SECRETS["the client key"],
        EXPIRED: SECRETS["an expired client key"],
        ONE: SECRETS["the first provider key"],
        TWO: SECRETS["the second provider key"],
      },
    },
  );
});

afterAll(async () => {
  await gateway?.stop();
  await provider?.close();
});

const prompt = SECRETS["the prompt"];

test("no secret and no prompt shows anywhere", async () => {
  const answers: string[] = [];
  const note = ({ headers, text }: { headers: Headers; text: string }) =>
    answers.push(JSON.stringify([...headers]) + text);
  for (const client of DIALECTS) {
    for (const target of DIALECTS) {
      for (const model of ["good", "refused", "closing", "breaking", "missing"]) {
        for (const stream of [false, true]) {
          const body = `{"model":"${target}-${model}","stream":${stream},${bareFields(client, prompt)}}`;
          note(await chat(gateway, client, body, { authorization: `Bearer ${SECRETS["the client key"]}` }));
        }
      }
    }
    for (const secret of ["an unknown client key", "an expired client key"] as const) {
      note(
        await chat(gateway, client, `{"model":"m",${bareFields(client, prompt)}}`, { "x-api-key": SECRETS[secret] }),
      );
    }
    note(await chat(gateway, client, "no JSON", { "x-api-key": SECRETS["the client key"] }));
  }
  for (const path of ["/v1/models", "/api/tags", "/none"]) {
    note(await ask(gateway, path, { headers: { "x-api-key": SECRETS["the client key"] } }));
  }
  expect(provider.requests.length).toBeGreaterThan(50);
  await expectNoLeaks(gateway, SECRETS, { "the answers": answers.join("\n") });
});

test("the search finds what there is to find", async () => {
  await expect(expectNoLeaks(gateway, { "a model": "openai-good" })).rejects.toThrow("config_dump");
  const hidden = Buffer.from(`authorization: ${SECRETS["the client key"]}!`).toString("base64");
  await expect(expectNoLeaks(gateway, SECRETS, { "a trace": hidden })).rejects.toThrow("the client key in a trace");
});
