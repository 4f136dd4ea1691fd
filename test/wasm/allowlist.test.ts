import { describe, expect, it } from "vitest";
import { DIALECTS } from "../../contract/dialect.ts";
import { expectFailure } from "../envoy/expect-failure.ts";
import { isJson, readings } from "../fixtures/json/index.ts";
import { REPLY, WIRE } from "../fixtures/wire/index.ts";
import { answerOf } from "./answer-of.ts";
import { filter } from "./filter.ts";

/** The one model that the client's key may use, and one that exists but is not for it. */
const ALLOWED = "gpt-4o";
const FORBIDDEN = "gpt-5";

const REST = '"messages":[{"role":"user","content":"Hi"}],"input":"Hi","max_tokens":9,"stream":false';

/** Bodies that reach for the forbidden model, and what the refusal says. */
const ATTACKS: Readonly<Record<string, { body: string | Uint8Array; status?: number; says: RegExp }>> = {
  "asked for plainly": { body: `{"model":"gpt-5",${REST}}`, status: 403, says: /may not use the model 'gpt-5'/ },
  "asked for in escapes": {
    body: `{"model":"\\u0067pt\\u002D5",${REST}}`,
    status: 403,
    says: /may not use the model 'gpt-5'/,
  },
  "the allowed name in another case": { body: `{"model":"GPT-4o",${REST}}`, status: 403, says: /may not use/ },
  "the allowed name and a space": { body: `{"model":"gpt-4o ",${REST}}`, status: 403, says: /may not use/ },
  "the allowed name and a NUL": { body: `{"model":"gpt-4o\\u0000",${REST}}`, status: 403, says: /may not use/ },
  "the allowed name and a lone surrogate": {
    body: `{"model":"gpt-4o\\ud800",${REST}}`,
    status: 403,
    says: /may not use/,
  },
  "the allowed name and a U+FEFF": { body: `{"model":"\uFEFFgpt-4o",${REST}}`, status: 403, says: /may not use/ },
  "the allowed name before a slash": { body: `{"model":"gpt-4o/../gpt-5",${REST}}`, status: 403, says: /may not use/ },
  "an asterisk": { body: `{"model":"*",${REST}}`, status: 403, says: /may not use/ },

  "twice, the allowed one first": { body: `{"model":"gpt-4o",${REST},"model":"gpt-5"}`, says: /^model: given twice/ },
  "twice, the allowed one last": { body: `{"model":"gpt-5",${REST},"model":"gpt-4o"}`, says: /^model: given twice/ },
  "twice, side by side": { body: `{"model":"gpt-4o","model":"gpt-5",${REST}}`, says: /^model: given twice/ },
  "twice, one of them null": { body: `{"model":"gpt-4o","model":null,${REST}}`, says: /^model: given twice/ },
  "twice, the same": { body: `{"model":"gpt-4o","model":"gpt-4o",${REST}}`, says: /^model: given twice/ },

  "the field escaped, last": { body: `{"model":"gpt-4o",${REST},"mode\\u006c":"gpt-5"}`, says: /escapes/ },
  "the field escaped, first": { body: `{"\\u006dodel":"gpt-5",${REST},"model":"gpt-4o"}`, says: /escapes/ },
  "the field escaped, alone": { body: `{"mode\\u006c":"gpt-5",${REST}}`, says: /escapes/ },
  "the field escaped to its last letter": {
    body: `{"model":"gpt-4o","\\u006D\\u006F\\u0064\\u0065\\u006C":"gpt-5",${REST}}`,
    says: /escapes/,
  },
  "the field capitalised": { body: `{"model":"gpt-4o","Model":"gpt-5",${REST}}`, says: /^Model: .*lower case/ },
  "the field capitalised, first": { body: `{"Model":"gpt-5","model":"gpt-4o",${REST}}`, says: /^Model: .*lower case/ },
  "the field in upper case, alone": { body: `{"MODEL":"gpt-5",${REST}}`, says: /^MODEL: .*lower case/ },
  "the field in mixed case": { body: `{"model":"gpt-4o",${REST},"moDEl":"gpt-5"}`, says: /^moDEl: .*lower case/ },
  "the field in another case, escaped": { body: `{"model":"gpt-4o","\\u004dodel":"gpt-5",${REST}}`, says: /escapes/ },
  "the field and a NUL": { body: `{"model":"gpt-4o","model\\u0000":"gpt-5",${REST}}`, says: /escapes/ },
  "the field and a NUL, not escaped": {
    body: `{"model":"gpt-4o","model\u0000":"gpt-5",${REST}}`,
    says: /not valid JSON/,
  },
  "a NUL, then the field": { body: `{"model":"gpt-4o","\\u0000model":"gpt-5",${REST}}`, says: /escapes/ },

  "a list": { body: `{"model":["gpt-5"],${REST}}`, says: /^model: expected the name/ },
  "an object": { body: `{"model":{"model":"gpt-5"},${REST}}`, says: /^model: expected the name/ },
  "a number": { body: `{"model":5,${REST}}`, says: /^model: expected the name/ },
  true: { body: `{"model":true,${REST}}`, says: /^model: expected the name/ },
  null: { body: `{"model":null,${REST}}`, says: /^model: expected the name/ },
  nothing: { body: `{"model":"",${REST}}`, says: /^model: expected the name/ },
  absent: { body: `{${REST}}`, says: /^model: is required/ },
  "inside another object": { body: `{"extra":{"model":"gpt-5"},${REST}}`, says: /^model: is required/ },
  "inside a list": { body: `[{"model":"gpt-5",${REST}}]`, says: /JSON object/ },
  "a name of 1 MiB": { body: `{"model":"gpt-4o${"x".repeat(1 << 20)}",${REST}}`, says: /^model: / },

  "behind a BOM": { body: `\uFEFF{"model":"gpt-5",${REST}}`, status: 403, says: /may not use/ },
  "behind two BOMs": { body: `\uFEFF\uFEFF{"model":"gpt-4o",${REST}}`, says: /not valid JSON/ },
  "behind a BOM and a space": { body: `\uFEFF \uFEFF{"model":"gpt-4o",${REST}}`, says: /not valid JSON/ },
  "a second document": { body: `{"model":"gpt-4o",${REST}}{"model":"gpt-5",${REST}}`, says: /not valid JSON/ },
  "a second document on a line of its own": {
    body: `{"model":"gpt-4o",${REST}}\n{"model":"gpt-5",${REST}}`,
    says: /not valid JSON/,
  },
  "behind the end": { body: `{"model":"gpt-4o",${REST}},"model":"gpt-5"}`, says: /not valid JSON/ },
  "behind a NUL": { body: `{"model":"gpt-4o",${REST}}\u0000{"model":"gpt-5"}`, says: /not valid JSON/ },
  "in a comment": { body: `{"model":"gpt-4o",/*"model":"gpt-5",*/${REST}}`, says: /not valid JSON/ },
  "behind a trailing comma": { body: `{"model":"gpt-4o",${REST},}`, says: /not valid JSON/ },
  "in a field without quotes": { body: `{"model":"gpt-4o",model:"gpt-5",${REST}}`, says: /not valid JSON/ },
  "in a field in apostrophes": { body: `{"model":"gpt-4o",'model':"gpt-5",${REST}}`, says: /not valid JSON/ },
  "in UTF-16": { body: Buffer.from(`{"model":"gpt-5",${REST}}`, "utf16le"), says: /not valid JSON/ },
  "an overlong letter in the field": {
    body: Buffer.from(`{"model":"gpt-4o","mode\xc1\xac":"gpt-5",${REST}}`, "latin1"),
    says: /not valid UTF-8/,
  },
  "an overlong quote in the name": {
    body: Buffer.from(`{"model":"gpt-4o\xc0\xa2","x":"gpt-5",${REST}}`, "latin1"),
    says: /not valid UTF-8/,
  },
  "the field under 257 levels": {
    body: `{"model":"gpt-4o","x":${"[".repeat(257)}${"]".repeat(257)},"model":"gpt-5",${REST}}`,
    says: /nested deeper/,
  },
};

/** Bodies that ask for the allowed model, some in a way that needs care. */
const HONEST: Readonly<Record<string, string>> = {
  "behind a BOM": `\uFEFF{"model":"gpt-4o",${REST}}`,
  plainly: `{"model":"gpt-4o",${REST}}`,
  "in escapes": `{"model":"gpt\\u002d4o",${REST}}`,
  "in escapes only": `{"model":"\\u0067\\u0070\\u0074\\u002d\\u0034\\u006f",${REST}}`,
  "behind all else": `{${REST},"model":"gpt-4o"}`,
  "between white space": `\n{ ${REST} , "model"\t:\r"gpt-4o" }\n`,
  "with the forbidden one inside an object": `{"metadata":{"model":"gpt-5"},"model":"gpt-4o",${REST}}`,
  "with the forbidden one inside a string": `{"user":"\\",\\"model\\":\\"gpt-5\\"","model":"gpt-4o",${REST}}`,
  "with a field that only begins like it": `{"models":"gpt-5","mode":"gpt-5","model_":"gpt-5","model":"gpt-4o",${REST}}`,
  "with a field that looks like it": `{"mоdel":"gpt-5","ｍodel":"gpt-5","model":"gpt-4o",${REST}}`,
};

const target = { provider: "openai" };

describe.each(DIALECTS)("a key for one model, in %s", (dialect) => {
  const other = DIALECTS[(DIALECTS.indexOf(dialect) + 1) % DIALECTS.length] ?? dialect;

  describe.each([
    ["as it is named", { provider: dialect }, ALLOWED],
    ["under another name", { provider: dialect, model: "upstream" }, "upstream"],
    ["in another dialect", { provider: other, model: "upstream" }, "upstream"],
  ])("that a provider knows %s", (_, allowed, upstream) => {
    const config = {
      models: {
        [ALLOWED]: { targets: [allowed] },
        [FORBIDDEN]: { targets: [{ provider: dialect }] },
        "gpt-*": { targets: [target] },
      },
      keys: [{ id: "one", secret: "env:CLIENT", allow: [ALLOWED] }],
    };
    const host = filter(config, () => ({
      headers: { "content-type": "application/json" },
      body: JSON.stringify(WIRE[allowed.provider as typeof dialect].response(REPLY)),
    }));
    const ask = (body: string | Uint8Array) =>
      host.open({ path: WIRE[dialect].path, headers: { "x-api-key": "hg-client" }, body }).result;

    it.each(Object.entries(ATTACKS))("cannot be stretched by a model %s", (_, { body, status = 400, says }) => {
      const result = ask(body);
      expectFailure(dialect, answerOf(result), status, says);
      expect(result.attempts).toEqual([]);
    });

    it.each(Object.entries(HONEST))("serves a model asked for %s", (_, body) => {
      const { status, attempts } = ask(body);
      expect(status).toBe(200);
      expect(attempts.map(({ request }) => isJson(request.bytes) && readings(request.body, "model"))).toEqual([
        [upstream],
      ]);
    });
  });
});
