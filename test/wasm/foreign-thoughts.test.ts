import { describe, expect, it } from "vitest";
import type { Dialect } from "../../contract/dialect.ts";
import { parseStream, REPLY, WIRE, wholeStream } from "../fixtures/wire/index.ts";
import type { AttemptRequest } from "../host/index.ts";
import { document, eventStream, filter, modelOf } from "./filter.ts";

/** A history may hold what another provider of the same dialect thought, or one of another account: nobody else can read it. */
interface Case {
  history: object;
  refusal: object;
  status?: number;
  /** What names the history in the request. */
  names: string;
}

const invalid = (message: string) => ({ type: "error", error: { type: "invalid_request_error", message } });
const MESSAGES = [
  { role: "user", content: "Hi" },
  {
    role: "assistant",
    content: [
      { type: "thinking", thinking: "a thought", signature: "SEALED" },
      { type: "redacted_thinking", data: "SEALED" },
      { type: "text", text: "Hello" },
    ],
  },
  { role: "user", content: "Go on" },
];
const INPUT = [
  { role: "user", content: "Hi" },
  { type: "reasoning", id: "rs_1", summary: [], encrypted_content: "SEALED" },
  { role: "assistant", content: "Hello" },
  { role: "user", content: "Go on" },
];

const CASES: Partial<Record<Dialect, Case>> = {
  anthropic: {
    history: { max_tokens: 99, messages: MESSAGES },
    refusal: invalid("messages.1.content.0: Invalid `signature` in `thinking` block"),
    names: "messages",
  },
  responses: {
    history: { input: INPUT },
    refusal: {
      error: { message: "The encrypted content SEALED could not be verified.", code: "invalid_encrypted_content" },
    },
    names: "input",
  },
};

function ask(client: Dialect, providers: string[], stream: boolean, refuses: (request: AttemptRequest) => boolean) {
  const { history, refusal, status = 400 } = CASES[client] ?? expect.fail();
  const host = filter(modelOf(...providers), (request) => {
    const dialect = request.target.slice(2) as Dialect;
    if (refuses(request)) return { ...document(refusal), status };
    return stream ? eventStream(wholeStream(WIRE[dialect].stream(REPLY, {}))) : document(WIRE[dialect].response(REPLY));
  });
  const body = JSON.stringify({ model: "m", stream, ...history });
  const { attempts, ...told } = host.open({ path: WIRE[client].path, body }).result;
  const sent = attempts.map(({ request }) => ({
    to: request.target,
    sealed: request.body.includes("SEALED"),
    body: request.body,
  }));
  return { ...told, sent };
}

const sealed = ({ body }: AttemptRequest) => body.includes("SEALED");

describe.each(Object.keys(CASES) as Dialect[])("%s", (client) => {
  const names = `${CASES[client]?.names}.reasoning`;

  it.each([false, true])("asks the same provider again without thoughts (stream: %s)", (stream) => {
    const got = ask(client, [client], stream, sealed);
    expect([got.status, got.headers["x-headgate-dropped"]]).toEqual([200, expect.stringContaining(names)]);
    expect(got.sent.map(({ to, sealed }) => [to, sealed])).toEqual([
      [`m/${client}`, true],
      [`m/${client}`, false],
    ]);
    const [, second] = got.sent;
    expect(second?.body).toContain("Hello");
    expect(second?.body).toContain("Go on");
    if (stream) expect(parseStream(client, got.body).length).toBeGreaterThan(1);
  });

  it("goes on to the next target, without thoughts, where that does not help", () => {
    const got = ask(client, [client, "openai"], false, ({ target }) => target === `m/${client}`);
    expect([got.status, ...got.sent.map(({ to }) => to)]).toEqual([200, `m/${client}`, `m/${client}`, "m/openai"]);
  });

  it("tells the provider's words where nobody is left", () => {
    const got = ask(client, [client], false, () => true);
    expect(got.status).toBe(400);
    expect(got.sent).toHaveLength(2);
    expect(JSON.parse(got.body)).toEqual(CASES[client]?.refusal);
  });
});

it("a history without thoughts goes on to the next target at once", () => {
  const refusal = invalid("messages.1.content.0: Invalid `signature` in `thinking` block");
  const host = filter(modelOf("anthropic", "openai"), ({ target }) =>
    target === "m/anthropic" ? { ...document(refusal), status: 400 } : document(WIRE.openai.response(REPLY)),
  );
  const body = '{"model":"m","max_tokens":9,"messages":[{"role":"user","content":"Hi"}]}';
  const { status, attempts } = host.open({ path: "/v1/messages", body }).result;
  expect([status, ...attempts.map(({ request }) => request.target)]).toEqual([200, "m/anthropic", "m/openai"]);
});

it("a client of another dialect is asked for without its thoughts too", () => {
  const host = filter(modelOf("anthropic"), (request) =>
    sealed(request)
      ? { ...document(invalid("messages.1.content.0: Invalid `signature` in `thinking` block")), status: 400 }
      : document(WIRE.anthropic.response(REPLY)),
  );
  const reasoning_details = [{ type: "reasoning.text", text: "a thought", signature: "headgate.anthropic.SEALED" }];
  const messages = [
    { role: "user", content: "Hi" },
    { role: "assistant", content: "Hello", reasoning_details },
    { role: "user", content: "Go on" },
  ];
  const body = JSON.stringify({ model: "m", messages, reasoning_effort: "low" });
  const { status, attempts } = host.open({ path: WIRE.openai.path, body }).result;
  expect([status, ...attempts.map(({ request }) => sealed(request))]).toEqual([200, true, false]);
});
