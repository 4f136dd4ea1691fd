import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { DIALECTS, type Dialect } from "../../contract/dialect.ts";
import {
  answersInGzip,
  type Behaviour,
  breaksAfterContent,
  breaksAtHead,
  breaksBeforeContent,
  closes,
  cutsItsDocument,
  type Ending,
  type Provider,
  REPORTED,
  refuses,
  says,
  saysHtml,
  saysNothing,
  startProvider,
} from "../fixtures/provider/index.ts";
import { conversationFor, WIRE } from "../fixtures/wire/index.ts";
import { chat } from "./ask.ts";
import { expectStreamToBreak } from "./broken-stream.ts";
import { expectFailure } from "./expect-failure.ts";
import { faultsIn } from "./faults.ts";
import { freePort } from "./free-port.ts";
import { type Gateway, type GatewayConfig, startGateway } from "./gateway.ts";
import { SAME_AND_OTHER } from "./pairs.ts";
import { baseUrlOf, everyDialect } from "./providers.ts";

/**
 * What a client gets when its only target fails, in each way that it can. Each case has a model, and
 * so a target, of its own: none is ejected for what another did.
 */
let provider: Provider;
let gateway: Gateway;

interface Case {
  what: string;
  /** Absent: nothing listens where the provider should be. */
  provider?: Behaviour;
  status: number | ((pair: Pair) => number);
  says: RegExp;
  /** What the provider says. A client of its own dialect gets it in the provider's own document. */
  passes?: string;
}

function sayingSo(status: number, message: string): Case {
  const says = new RegExp(`^${message}$`);
  return { what: `an error ${status}`, provider: refuses(status, message), status, says, passes: message };
}

/** Whether a stream is asked for or not. */
const FAILURES: Case[] = [
  { what: "HTML, and 200", provider: saysHtml(200), status: 502, says: /provider/ },
  { what: "HTML, and 404", provider: saysHtml(404), status: 404, says: /provider/ },
  { what: "HTML, and 500", provider: saysHtml(500), status: 500, says: /provider/ },
  { what: "HTML, and 503", provider: saysHtml(503), status: 503, says: /provider/ },
  { what: "nothing, and 200", provider: saysNothing(200), status: 502, says: /provider/ },
  { what: "nothing, and 500", provider: saysNothing(500), status: 500, says: /provider/ },
  { what: "JSON that is no chat", provider: says(200, "application/json", '{"a":1}'), status: 502, says: /provider/ },
  { what: "JSON that is no object", provider: says(200, "application/json", "[]"), status: 502, says: /provider/ },
  { what: "a redirection", provider: says(302, "text/plain", "elsewhere"), status: 502, says: /provider/ },
  { what: "a closed connection", provider: closes(), status: 502, says: /provider/ },
  { what: "a refused connection", status: 502, says: /provider/ },
  { what: "half a document", provider: cutsItsDocument(), status: 502, says: /provider/ },
  { what: "an answer in gzip", provider: answersInGzip(), status: 502, says: /the encoding 'gzip', though/ },
  sayingSo(400, "top_p: too high"),
  sayingSo(404, "no such model"),
  sayingSo(429, "slow down"),
  sayingSo(500, "oops"),
  // Whose key it is that was refused is nothing that the client could put right.
  { what: "an error 401", provider: refuses(401, "bad key sk-123"), status: 502, says: /^(?!.*sk-123).*credentials/ },
  { what: "an error 403", provider: refuses(403, "bad key sk-123"), status: 502, says: /^(?!.*sk-123).*credentials/ },
];

const WHOLE_FAILURES: Case[] = [
  ...FAILURES,
  { what: "a stream that nobody asked for", provider: breaksAfterContent("ends"), status: 502, says: /provider/ },
  {
    what: "an error, and 200",
    provider: ({ response, wire }) => {
      response.end(JSON.stringify(wire.error(500, "oops")));
    },
    status: 502,
    says: /^oops$/,
  },
];

/** Before the first piece of the answer: nothing was sent to the client yet. */
const STREAM_FAILURES: Case[] = [
  ...FAILURES,
  { what: "a stream without events", provider: breaksAtHead("ends"), status: 502, says: /provider/ },
  { what: "a stream that is cut before its events", provider: breaksAtHead("is cut"), status: 502, says: /provider/ },
  { what: "a stream without content", provider: breaksBeforeContent("ends"), status: 502, says: /provider/ },
  {
    what: "a stream that is cut before content",
    provider: breaksBeforeContent("is cut"),
    status: 502,
    says: /provider/,
  },
  {
    what: "an error event before content",
    provider: breaksBeforeContent("reports an error"),
    status: ({ client, provider }) => (provider !== "anthropic" ? 502 : client === "anthropic" ? 529 : 503),
    says: new RegExp(`^${REPORTED}$`),
  },
  {
    what: "events that are not JSON",
    provider: ({ response, wire }) => {
      response.writeHead(200, { "content-type": wire.streamType });
      response.end("data: hello\n\n");
    },
    status: 502,
    says: /provider/,
  },
];

/** After the first pieces of the answer. */
const BROKEN_STREAMS: { ending: Ending; says: RegExp }[] = [
  { ending: "ends", says: /provider/ },
  { ending: "is cut", says: /provider/ },
  { ending: "reports an error", says: new RegExp(`^${REPORTED}$`) },
  { ending: "talks nonsense", says: /provider/ },
];

interface Pair {
  client: Dialect;
  provider: Dialect;
}

function modelFor(group: "whole" | "stream" | "broken", index: number, { client, provider }: Pair): string {
  return `${group}-${index}-${client}-${provider}`;
}

beforeAll(async () => {
  provider = await startProvider();
  const nowhere = `http://127.0.0.1:${await freePort()}`;
  const models: GatewayConfig["models"] = {};
  for (const pair of SAME_AND_OTHER) {
    for (const [group, cases] of [["whole", WHOLE_FAILURES] as const, ["stream", STREAM_FAILURES] as const]) {
      for (const [index, { provider: behaviour }] of cases.entries()) {
        const model = modelFor(group, index, pair);
        if (behaviour !== undefined) provider.on(model, behaviour);
        models[model] = { targets: [{ provider: behaviour === undefined ? `no-${pair.provider}` : pair.provider }] };
      }
    }
    for (const index of BROKEN_STREAMS.keys()) {
      models[modelFor("broken", index, pair)] = { targets: [{ provider: pair.provider }] };
    }
  }
  const absent = DIALECTS.map((dialect) => [`no-${dialect}`, { dialect, url: baseUrlOf(dialect, nowhere) }]);
  gateway = await startGateway({ providers: { ...everyDialect(provider), ...Object.fromEntries(absent) }, models });
});

afterAll(async () => {
  await gateway?.stop();
  await provider?.close();
});

describe.each(SAME_AND_OTHER)("$client client, $provider provider", (pair) => {
  const expectIt = async (model: string, stream: boolean, { passes, ...one }: Case) => {
    const request = WIRE[pair.client].request({ ...conversationFor(pair.client, pair.provider), model, stream });
    const answer = await chat(gateway, pair.client, request);
    const status = typeof one.status === "number" ? one.status : one.status(pair);
    if (passes === undefined || pair.client !== pair.provider) {
      return expectFailure(pair.client, answer, status, one.says);
    }
    expect(answer.status).toBe(status);
    expect(answer.text).toBe(JSON.stringify(WIRE[pair.client].error(status, passes)));
  };

  test.each(WHOLE_FAILURES.map((one, index) => ({ ...one, index })))("$what", (one) =>
    expectIt(modelFor("whole", one.index, pair), false, one));

  test.each(STREAM_FAILURES.map((one, index) => ({ ...one, index })))("in place of a stream: $what", (one) =>
    expectIt(modelFor("stream", one.index, pair), true, one));

  test.each(BROKEN_STREAMS.map((one, index) => ({ ...one, index })))("a begun stream $ending", (one) => {
    const model = modelFor("broken", one.index, pair);
    return expectStreamToBreak(gateway, provider, { ...pair, model }, one.ending, one.says);
  });
});

test("none of it made the filter fail", () => {
  expect(faultsIn(gateway.logs())).toEqual([]);
});
