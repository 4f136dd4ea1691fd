import { expect, it } from "vitest";
import { FAILURES, FailureKind, Retry } from "../../plugin/policy/failure/table.ts";
import { loadAssembly } from "./load-assembly.ts";

interface Exports {
  memory: WebAssembly.Memory;
  roomAt(): number;
  pass(milliseconds: bigint): void;
  addTarget(keys: number, context: number): void;
  setOut(able: number, attemptTime: bigint, at: bigint): void;
  next(): number;
  begin(target: number, isAble: boolean): number;
  keyOf(attempt: number): number;
  head(attempt: number, status: number, wait: bigint): void;
  fail(attempt: number, kind: number, status: number, passes: boolean): number;
  blames(attempt: number, kind: number): number;
  win(attempt: number): void;
  cutOff(attempt: number): number;
  settle(attempt: number, output: bigint): void;
  end(hasHead: boolean): void;
  told(status: number, details: number): number;
  served(): number;
  begun(): number;
  mayMoveOn(): number;
  cooled(): number;
  keyTokens(target: number, place: number): bigint;
  callerTokens(): bigint;
}

const NOW = BigInt(Date.UTC(2026, 10, 21, 12));
const ATTEMPT_MS = 1000n;
/** Of the prompt, which every attempt that answers is charged with. */
const PROMPT = 20;
const NAMES = "abc";
const NOWHERE = -1;

const STARTS = ["asks", "is held back", "gives up"];
const FALLS = ["is held back", "is retried", "is let go"];
const CUTS = ["no", "lost", "out of time", "overtaken", "ended"];

/** The status of a failure where it does not matter which. */
const STATUS: Partial<Record<string, number>> = {
  rate_limit: 429,
  key_refused: 401,
  quota: 402,
  model_not_found: 404,
  context_length: 400,
  bad_request: 400,
  slow_start: 504,
  empty: 502,
  not_an_answer: 502,
};

interface Setting {
  /** How many keys the targets' providers have; one each is the usual. */
  keys?: number[];
  contexts?: number[];
  /** Of the targets, which the request may go to: the others only lie on Envoy's way. */
  able?: number;
  hedged?: boolean;
}

interface Outcome {
  /** Whose answer, or which failure, the caller gets; not given where it has gone. */
  gets?: string;
  attempts: number;
  /** Hosts that Envoy is told of, and what cools down. */
  blamed?: string[];
  /** Tokens, by key (`a2`) and the caller. */
  charged?: Record<string, number>;
}

/** Plays a story, an event a line, with what must come of it behind an arrow; what Envoy and the clients would see of it. */
class Story {
  readonly #wasm: Exports;
  readonly #setting: Setting;
  /** By target, the attempts at it: the last is the one that is spoken of. */
  readonly #attempts: { target: number; open: boolean }[] = [];
  readonly #blamed: string[] = [];
  #gets: string | undefined;

  constructor(wasm: Exports, setting: Setting) {
    this.#wasm = wasm;
    this.#setting = setting;
    const { keys = [1, 1, 1], contexts = [0, 0, 0], able = keys.length, hedged = false } = setting;
    for (const [index, count] of keys.entries()) wasm.addTarget(count, contexts[index] ?? 0);
    wasm.setOut(able, hedged ? 0n : ATTEMPT_MS, NOW);
  }

  play(lines: string): void {
    for (const line of lines.split("\n").map((each) => each.trim())) {
      if (line === "") continue;
      const [event = "", outcome = ""] = line.split(/\s*→\s*/);
      expect(this.#step(event), line).toBe(outcome);
    }
  }

  #step(event: string): string {
    const [who = "", verb = "", what = "", more = ""] = event.split(" ");
    if (who.endsWith("ms")) return this.#wasm.pass(BigInt(Number.parseInt(who, 10))) ?? "";
    if (who === "client") return this.#wasm.end(verb !== "leaves") ?? "";
    if (who === "others") return this.#wasm.mayMoveOn() ? "left" : "none";
    if (who === "Envoy") return this.#envoySays(Number(verb), what);
    const target = NAMES.indexOf(who);
    switch (verb) {
      case "begins":
        return this.#begin(target);
      case "answers":
        return this.#answer(this.#open(target), BigInt(what));
      case "is":
        return this.#cutOff(this.#open(target));
      default:
        return this.#fail(this.#open(target), what, verb === "says", more);
    }
  }

  #begin(target: number): string {
    const start = this.#wasm.begin(target, target < (this.#setting.able ?? NAMES.length));
    const number = this.#attempts.push({ target, open: true }) - 1;
    if (start === STARTS.indexOf("gives up")) this.#gets = this.#told(503, "");
    const several = (this.#setting.keys?.[target] ?? 1) > 1;
    const key = start === 0 && several ? ` with key ${this.#wasm.keyOf(number) + 1}` : "";
    const next = this.#wasm.next();
    return `${STARTS[start]}${key}${next === NOWHERE ? "" : `, next ${NAMES[next]}`}`;
  }

  #open(target: number): number {
    const number = this.#attempts.findLastIndex((each) => each.target === target && each.open);
    const attempt = this.#attempts[number];
    if (attempt === undefined) throw new Error(`no attempt is open at ${NAMES[target]}`);
    attempt.open = false;
    return number;
  }

  #answer(number: number, output: bigint): string {
    this.#wasm.head(number, 200, 0n);
    this.#wasm.win(number);
    this.#wasm.settle(number, output);
    this.#gets = `the answer of ${NAMES[this.#wasm.served()]}`;
    return "";
  }

  /** `more`: a status other than the kind's usual one, or for how long the provider wants the key to cool down. */
  #fail(number: number, name: string, passes: boolean, more: string): string {
    const kind = FAILURES.findIndex((row) => row.name === name);
    const status = Number(more) || (STATUS[name] ?? 500);
    this.#wasm.head(number, status, more.endsWith("ms") ? BigInt(Number.parseInt(more, 10)) : 0n);
    const fall = this.#wasm.fail(number, kind, status, passes);
    const where = `${NAMES[this.#attempts[number]?.target ?? 0]}`;
    // Envoy sees no head that is held back.
    if (FALLS[fall] !== "is held back" && this.#wasm.blames(number, kind)) this.#blamed.push(`host of ${where}`);
    this.#noteCoolDowns();
    this.#wasm.settle(number, -1n);
    if (FALLS[fall] === "is let go") this.#gets = this.#told(status, "via_upstream") || `the document of ${where}`;
    const next = this.#wasm.next();
    return `${FALLS[fall]}${next === NOWHERE || fall !== 1 ? "" : ` at ${NAMES[next]}`}`;
  }

  #cutOff(number: number): string {
    const cut = CUTS[this.#wasm.cutOff(number)] ?? "";
    this.#wasm.settle(number, -1n);
    return cut;
  }

  #envoySays(status: number, details: string): string {
    this.#gets = this.#told(status, details);
    return "";
  }

  #told(status: number, details: string): string {
    const bytes = Buffer.from(details);
    new Uint8Array(this.#wasm.memory.buffer).set(bytes, this.#wasm.roomAt());
    return this.#text(this.#wasm.told(status, bytes.length));
  }

  #noteCoolDowns(): void {
    this.#blamed.push(...this.#text(this.#wasm.cooled()).split("\n").slice(0, -1));
  }

  #text(size: number): string {
    return Buffer.from(new Uint8Array(this.#wasm.memory.buffer, this.#wasm.roomAt(), Math.max(size, 0))).toString();
  }

  get outcome(): Outcome {
    const charged: Record<string, number> = {};
    for (const [target, count] of (this.#setting.keys ?? []).entries()) {
      for (let place = 0; place < count; place++) {
        const tokens = Number(this.#wasm.keyTokens(target, place));
        if (tokens > 0) charged[`${NAMES[target]}${place + 1}`] = tokens;
      }
    }
    const caller = Number(this.#wasm.callerTokens());
    if (caller > 0) charged.caller = caller;
    return {
      ...(this.#gets === undefined ? {} : { gets: this.#gets }),
      attempts: this.#wasm.begun(),
      blamed: this.#blamed,
      charged,
    };
  }
}

async function tells(lines: string, expected: Outcome, setting: Setting = {}): Promise<void> {
  const story = new Story(await loadAssembly<Exports>(import("./assembly/race.ts?wasm")), setting);
  story.play(lines);
  expect(story.outcome).toEqual({ blamed: [], charged: {}, ...expected });
}

const HEDGED = { hedged: true };

it.each<[string, string, Outcome, Setting?]>([
  [
    "the first answers",
    `a begins → asks, next b
     a answers 5
     client is done`,
    { gets: "the answer of a", attempts: 1, charged: { caller: PROMPT + 5 } },
  ],
  [
    "the next takes over",
    `a begins → asks, next b
     a fails server_error → is retried at b
     b begins → asks, next c
     b answers 5
     client is done`,
    { gets: "the answer of b", attempts: 2, blamed: ["host of a"], charged: { caller: PROMPT + 5 } },
  ],
  [
    "all fail alike: the last one tells",
    `a begins → asks, next b
     a fails server_error → is retried at b
     b begins → asks
     b fails overloaded → is let go
     client is done`,
    { gets: "500 overloaded", attempts: 2, blamed: ["host of a", "host of b"] },
    { keys: [1, 1] },
  ],
  [
    "what tells more is told, whoever was last",
    `a begins → asks, next b
     a fails rate_limit → is retried at b
     b begins → asks
     b says server_error → is let go
     client is done`,
    { gets: "429 rate_limit", attempts: 2, blamed: ["key a1, rate_limit, 1 s", "host of b"] },
    { keys: [1, 1] },
  ],
  [
    "the last one's own document, where that tells most",
    `a begins → asks, next b
     a fails server_error → is retried at b
     b begins → asks
     b says rate_limit → is let go
     client is done`,
    { gets: "the document of b", attempts: 2, blamed: ["host of a", "key b1, rate_limit, 1 s"] },
    { keys: [1, 1] },
  ],
  [
    "what is the caller's own fault goes nowhere else, and is nobody's",
    `a begins → asks, next b
     a says bad_request → is let go
     client is done`,
    { gets: "the document of a", attempts: 1 },
  ],
  [
    "another key of the same target, then the next target; each key is charged with its own",
    `a begins → asks with key 1, next b
     a fails rate_limit 7000ms → is retried at a
     a begins → asks with key 2, next b
     a fails key_refused → is retried at b
     b begins → asks with key 1
     b answers 5
     client is done`,
    {
      gets: "the answer of b",
      attempts: 3,
      blamed: ["key a1, rate_limit, 7 s", "key a2, key_refused, 300 s"],
      charged: { b1: PROMPT + 5, caller: PROMPT + 5 },
    },
    { keys: [2, 2] },
  ],
  [
    "a model that is not there is the model's, not the key's",
    `a begins → asks with key 1, next b
     a fails model_not_found → is retried at b
     b begins → asks
     b answers 5
     client is done`,
    { gets: "the answer of b", attempts: 2, blamed: ["model of a, model_not_found, 1 s"], charged: { caller: 25 } },
    { keys: [2, 1] },
  ],
  [
    "a limit of a provider without keys is its host's",
    `a begins → asks, next b
     a fails rate_limit → is retried at b
     b begins → asks
     b answers 5
     client is done`,
    { gets: "the answer of b", attempts: 2, blamed: ["host of a"], charged: { caller: 25 } },
    { keys: [0, 1] },
  ],
  [
    "a key that is refused is not quoted, not even in the provider's own document",
    `a begins → asks
     a says key_refused → is let go
     client is done`,
    {
      gets: "502 the provider 'a' refused the gateway's credentials (401)",
      attempts: 1,
      blamed: ["key a1, key_refused, 300 s"],
    },
    { keys: [1] },
  ],
  [
    "a 403 may be one model's alone",
    `a begins → asks
     a says key_refused 403 → is let go
     client is done`,
    {
      gets: "502 the provider 'a' refused the gateway's credentials (403)",
      attempts: 1,
      blamed: ["key a1, key_refused, 1 s"],
    },
    { keys: [1] },
  ],
  [
    "a prompt that is too long is the caller's to mend, whatever the provider's status",
    `a begins → asks
     a says context_length 500 → is let go
     client is done`,
    { gets: "400 context_length", attempts: 1 },
    { keys: [1] },
  ],
  [
    "a longer context, past one that is as short",
    `a begins → asks, next b
     a fails context_length → is retried at c
     c begins → asks
     c answers 5
     client is done`,
    { gets: "the answer of c", attempts: 2, charged: { caller: 25 } },
    { contexts: [8000, 8000, 0] },
  ],
  [
    "no longer one is there: the caller is told",
    `a begins → asks, next b
     a says context_length → is let go
     client is done`,
    { gets: "the document of a", attempts: 1 },
    { keys: [1, 1], contexts: [8000, 4000] },
  ],
])("one after the other: %s", (_, lines, expected, setting) => tells(lines, expected, setting));

it.each<[string, string, Outcome, Setting?]>([
  [
    "the second wins, the first is overtaken",
    `a begins → asks, next b
     b begins → asks, next c
     b answers 5
     a is cut off → overtaken
     client is done`,
    { gets: "the answer of b", attempts: 2, charged: { caller: 25 } },
  ],
  [
    "the first wins after all",
    `a begins → asks, next b
     b begins → asks, next c
     a answers 5
     b is cut off → overtaken
     client is done`,
    { gets: "the answer of a", attempts: 2, charged: { caller: 25 } },
  ],
  [
    "one fails while the other waits: nothing of it is seen, its key cools down all the same",
    `a begins → asks, next b
     b begins → asks, next c
     a fails rate_limit → is held back
     b answers 5
     client is done`,
    { gets: "the answer of b", attempts: 2, blamed: ["key a1, rate_limit, 1 s"], charged: { caller: 25 } },
  ],
  [
    "both fail: the last is let go and not retried, the one that tells most is told",
    `a begins → asks, next b
     b begins → asks, next c
     a fails rate_limit → is held back
     b says server_error → is let go
     client is done`,
    { gets: "429 rate_limit", attempts: 2, blamed: ["key a1, rate_limit, 1 s", "host of b"] },
  ],
  [
    "the last one's own document, if that tells most",
    `a begins → asks, next b
     b begins → asks, next c
     a fails server_error → is held back
     b says rate_limit → is let go
     client is done`,
    { gets: "the document of b", attempts: 2, blamed: ["key b1, rate_limit, 1 s"] },
  ],
  [
    "a third has nothing to ask while others wait: it says nothing",
    `a begins → asks, next b
     b begins → asks
     a begins → is held back
     b answers 5
     a is cut off → overtaken
     client is done`,
    { gets: "the answer of b", attempts: 2, charged: { caller: 25 } },
    { keys: [1, 1], hedged: true },
  ],
  [
    "a lost one leaves the other to it",
    `a begins → asks, next b
     b begins → asks, next c
     a is cut off → lost
     b answers 5
     client is done`,
    { gets: "the answer of b", attempts: 2, charged: { caller: 25 } },
  ],
  [
    "one that is poor may be left for another that waits, or that nobody has asked",
    `a begins → asks, next b
     others → left
     b begins → asks
     others → left
     a is cut off → lost
     others → none
     b answers 5
     client is done`,
    { gets: "the answer of b", attempts: 2, charged: { caller: 25 } },
    { keys: [1, 1] },
  ],
  [
    "the client leaves",
    `a begins → asks, next b
     b begins → asks, next c
     client leaves
     a is cut off → ended
     b is cut off → ended`,
    { attempts: 2 },
  ],
])("two at a time: %s", (_, lines, expected, setting = {}) => tells(lines, expected, { ...HEDGED, ...setting }));

it.each<[string, string, Outcome, Setting?]>([
  [
    "a lost connection is made once more, where nobody else is left",
    `a begins → asks
     a is cut off → lost
     a begins → asks
     a is cut off → lost
     a begins → gives up
     client is done`,
    { gets: "502 no provider of the model 'm' gave an answer: the connection failed", attempts: 2 },
    { keys: [1] },
  ],
  [
    "no time is left for one: the caller is told so",
    `a begins → asks
     1000ms pass
     a is cut off → out of time
     a begins → gives up
     client is done`,
    { gets: "504 no provider of the model 'm' answered in time", attempts: 1 },
    { keys: [1] },
  ],
  [
    "a timer of Envoy's is a little early",
    `a begins → asks, next b
     899ms pass
     a is cut off → lost
     b begins → asks
     900ms pass
     b is cut off → out of time
     b begins → gives up
     client is done`,
    { gets: "504 no provider of the model 'm' answered in time", attempts: 2 },
    { keys: [1, 1] },
  ],
  [
    "nobody is left: what an attempt met goes before its silence",
    `a begins → asks, next b
     a fails key_refused → is retried at b
     b begins → asks
     1000ms pass
     b is cut off → out of time
     a begins → gives up
     client is done`,
    {
      gets: "502 the provider 'a' refused the gateway's credentials (401)",
      attempts: 2,
      blamed: ["key a1, key_refused, 300 s"],
    },
    { keys: [1, 1] },
  ],
  [
    "Envoy came to a target that may not be asked",
    `b begins → gives up, next a
     client is done`,
    {
      gets: "503 no provider of the model 'm' is available right now: none of its providers has answered lately; try again in 5 s",
      attempts: 1,
    },
    { keys: [1, 1], able: 1 },
  ],
  [
    "the client leaves before it had a head: no attempt is to blame",
    `a begins → asks, next b
     1000ms pass
     client leaves
     a is cut off → ended`,
    { attempts: 1 },
  ],
  [
    "Envoy has told the client that time is over: the attempt is to blame",
    `a begins → asks, next b
     1000ms pass
     Envoy 504 response_timeout
     client is done
     a is cut off → out of time`,
    { gets: "504 no provider of the model 'm' answered in time", attempts: 1 },
  ],
])("cut off: %s", (_, lines, expected, setting) => tells(lines, expected, setting));

it.each<[string, string, Outcome, Setting?]>([
  [
    "all hosts are ejected",
    "Envoy 503 no_healthy_upstream",
    {
      gets: "503 no provider of the model 'm' is available right now: none of its providers has answered lately; try again in 5 s",
      attempts: 0,
      charged: { caller: PROMPT },
    },
  ],
  [
    "all hosts are ejected after a failure, which tells more",
    `a begins → asks, next b
     a fails server_error → is retried at b
     Envoy 503 no_healthy_upstream
     client is done`,
    { gets: "500 server_error", attempts: 1, blamed: ["host of a"] },
  ],
  [
    "all hosts are ejected after a failure that tells less",
    `a begins → asks, next b
     a fails key_refused → is retried at b
     Envoy 503 no_healthy_upstream
     client is done`,
    {
      gets: "503 no provider of the model 'm' is available right now: none of its providers has answered lately; try again in 5 s",
      attempts: 1,
      blamed: ["key a1, key_refused, 300 s"],
    },
  ],
  [
    "time is over after a failure that tells less",
    `a begins → asks, next b
     a fails model_not_found → is retried at b
     Envoy 504 upstream_response_timeout
     client is done`,
    {
      gets: "504 no provider of the model 'm' answered in time",
      attempts: 1,
      blamed: ["model of a, model_not_found, 1 s"],
    },
  ],
  [
    "the connection failed after a failure that tells as much",
    `a begins → asks, next b
     a is cut off → lost
     b begins → asks
     Envoy 503 upstream_reset_before_response_started{connection_termination}
     client is done
     b is cut off → lost`,
    { gets: "502 no provider of the model 'm' gave an answer: the connection failed", attempts: 2 },
    { keys: [1, 1] },
  ],
  [
    "the provider has as many requests as it may have",
    `a begins → asks, next b
     Envoy 503 upstream_reset_before_response_started{overflow}
     client is done
     a is cut off → lost`,
    {
      gets: "503 the provider of the model 'm' has as many requests as it may have; try again shortly",
      attempts: 1,
    },
  ],
  [
    "the answer is too large, whatever else was met",
    `a begins → asks, next b
     a fails bad_request → is let go
     Envoy 500 response_payload_too_large
     client is done`,
    { gets: "502 the provider's answer is larger than this gateway takes", attempts: 1 },
  ],
  [
    "what nobody has heard of keeps its status",
    "Envoy 403 ext_authz_denied",
    { gets: "403 the gateway could not answer (ext_authz_denied)", attempts: 0, charged: { caller: PROMPT } },
  ],
])("Envoy's own answer: %s", (_, lines, expected, setting) => tells(lines, expected, setting));

it("whatever fails first, the next target answers, and only what the table blames is blamed", async () => {
  const kinds = FAILURES.filter(({ retry, kind }) => retry !== Retry.No && kind !== FailureKind.ContextLength);
  for (const { name } of kinds) {
    const story = new Story(await loadAssembly<Exports>(import("./assembly/race.ts?wasm")), { keys: [1, 1] });
    story.play(`a begins → asks, next b
      a fails ${name} → is retried at b
      b begins → asks
      b answers 1`);
    const { gets, blamed = [] } = story.outcome;
    const row = FAILURES.find((each) => each.name === name);
    const blame = ["", "host of a", `key a1, ${name}`, `model of a, ${name}`][row?.blame ?? 0] ?? "";
    expect([name, gets, blamed.length]).toEqual([name, "the answer of b", blame === "" ? 0 : 1]);
    expect(blamed[0] ?? "").toContain(blame);
  }
});
