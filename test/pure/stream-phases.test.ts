import { describe, expect, it, test } from "vitest";
import { DIALECTS } from "../../contract/dialect.ts";
import { FailureKind } from "../../plugin/policy/failure/table.ts";
import { Phase } from "../../plugin/policy/stream/phase.ts";
import { REPLY, WIRE } from "../fixtures/wire/index.ts";
import { loadAssembly } from "./load-assembly.ts";
import { splits } from "./splits.ts";

/** Of plugin/exchange/stream.ts. */
const Step = { Nothing: 0, Finished: 2, Failed: 3 } as const;

interface Exports {
  memory: WebAssembly.Memory;
  roomAt(): number;
  begin(phase: number, showsErrors: boolean, over: number, tokensPerSecond: number): void;
  chunk(step: number, hasContent: boolean, endedHard: boolean, status: number, isLast: boolean): void;
  soFar(held: number, tokens: bigint, elapsed: bigint, isEmpty: boolean, mayMoveOn: boolean): void;
  advance(): number;
  breakOff(): number;
  letGo(): number;
  failed(): number;
  open(dialect: number, limit: bigint): void;
  feed(size: number, isLast: boolean): number;
  tokens(): bigint;
}

const filter = await loadAssembly<Exports>(import("./assembly/stream-phases.ts?wasm"));

/** What comes to a stream; by default a chunk that says nothing, while another target could take over. */
interface Coming {
  step?: number;
  /** A piece of the answer is in the chunk. */
  content?: boolean;
  hardEnd?: boolean;
  /** The provider has reported an error of that status. */
  said?: number;
  last?: boolean;
  held?: number;
  tokens?: number;
  elapsed?: number;
  /** Something explains that it ends without content. */
  explained?: boolean;
  alone?: boolean;
  /** The client gets the provider's own error events. */
  shows?: boolean;
  /** Not a chunk: the connection is gone. */
  gone?: boolean;
}

/** In one second 10 tokens. */
const PATIENCE = [1000, 10] as const;

function step(from: Phase, coming: Coming, [over, pace]: readonly [number, number] = PATIENCE) {
  const {
    step: kind = Step.Nothing,
    content = false,
    hardEnd = false,
    said = 0,
    last = false,
    held = 100,
    tokens = 1,
    elapsed = 1,
  } = coming;
  filter.begin(from, coming.shows ?? false, over, pace);
  filter.chunk(kind, content, hardEnd, said, last);
  filter.soFar(held, BigInt(tokens), BigInt(elapsed), !(coming.explained ?? false), !(coming.alone ?? false));
  if (coming.gone) return { waits: filter.breakOff() !== 0, to: filter.advance(), failed: filter.failed() };
  return { to: filter.advance(), failed: filter.failed() };
}

const { Waiting, Timed, Flowing, Ended, EndedHard, Broken, Failed } = Phase;
const MIB = 1 << 20;
const FAILED: Coming = { step: Step.Failed };
const FINISHED: Coming = { step: Step.Finished };

describe("from phase to phase", () => {
  it.each<[string, Phase, Coming, Phase, FailureKind?]>([
    ["nothing is said", Waiting, {}, Waiting],
    ["the first word", Waiting, { content: true }, Timed],
    ["the first words, more than enough", Waiting, { content: true, tokens: 10 }, Flowing],
    ["nothing in a whole MiB", Waiting, { held: MIB }, Flowing],
    ["the whole answer", Waiting, { ...FINISHED, content: true }, Ended],
    ["an end without content", Waiting, FINISHED, Failed, FailureKind.Empty],
    ["an end without content, for a reason", Waiting, { ...FINISHED, explained: true }, Ended],
    ["an end without content, and nobody else to ask", Waiting, { ...FINISHED, alone: true }, Ended],
    ["an answer that crosses a limit", Waiting, { ...FINISHED, content: true, hardEnd: true }, EndedHard],
    ["an error that the provider reports", Waiting, { ...FAILED, said: 429 }, Failed, FailureKind.RateLimit],
    [
      "an error behind the first word",
      Waiting,
      { ...FAILED, said: 529, content: true },
      Failed,
      FailureKind.Overloaded,
    ],
    ["nonsense", Waiting, FAILED, Failed, FailureKind.NotAnAnswer],
    ["the stream's end before a word", Waiting, { ...FAILED, last: true }, Failed, FailureKind.Empty],
    ["the stream's end behind a word", Waiting, { ...FAILED, last: true, content: true }, Failed, FailureKind.Reset],

    ["nothing more, and there is time", Timed, {}, Timed],
    ["words, and there is time", Timed, { content: true, tokens: 9, elapsed: 999 }, Timed],
    ["as many words as are asked for", Timed, { content: true, tokens: 10, elapsed: 500 }, Flowing],
    ["the time is over, and it kept up", Timed, { tokens: 20, elapsed: 2000 }, Flowing],
    ["the time is over, and it did not", Timed, { tokens: 9, elapsed: 1000 }, Failed, FailureKind.SlowStart],
    ["too slow, but nobody else to ask", Timed, { tokens: 9, elapsed: 1000, alone: true }, Flowing],
    ["a whole MiB", Timed, { held: MIB }, Flowing],
    ["the whole answer in time", Timed, FINISHED, Ended],
    ["the whole answer too late", Timed, { ...FINISHED, elapsed: 9000 }, Ended],
    ["a limit crossed", Timed, { ...FINISHED, hardEnd: true }, EndedHard],
    ["an error reported", Timed, { ...FAILED, said: 500 }, Failed, FailureKind.ServerError],
    ["nonsense", Timed, FAILED, Failed, FailureKind.NotAnAnswer],
    ["the stream's end", Timed, { ...FAILED, last: true }, Failed, FailureKind.Reset],

    ["nothing", Flowing, {}, Flowing],
    ["words, however slow", Flowing, { content: true, elapsed: 9000 }, Flowing],
    ["the end", Flowing, FINISHED, Ended],
    ["a limit crossed", Flowing, { ...FINISHED, hardEnd: true }, EndedHard],
    ["an error that the client sees", Flowing, { ...FAILED, said: 500, shows: true }, Ended, FailureKind.Broken],
    ["an error that the client is told", Flowing, { ...FAILED, said: 500 }, Broken, FailureKind.Broken],
    ["nonsense", Flowing, { ...FAILED, shows: true }, Broken, FailureKind.Broken],
    ["the stream's end", Flowing, { ...FAILED, last: true, shows: true }, Broken, FailureKind.Broken],
  ])("%s", (_, from, coming, to, failed = -1 as FailureKind) => {
    expect(step(from, coming)).toEqual({ to, failed });
  });

  it("goes on with the first word where nobody minds how slow it is", () => {
    expect(step(Waiting, { content: true, elapsed: 9000 }, [0, 0]).to).toBe(Flowing);
  });

  it.each([Waiting, Timed, Ended, EndedHard, Broken, Failed])("no client waits for the rest in phase %i", (phase) => {
    expect(step(phase, { gone: true })).toMatchObject({ waits: false });
  });

  it("a client in the middle of an answer is told when the connection is gone", () => {
    expect(step(Flowing, { gone: true })).toEqual({ waits: true, to: Broken, failed: FailureKind.Broken });
  });

  test("no way leads back, and none leads on from an end, whatever comes", () => {
    const ways: Record<Phase, readonly Phase[]> = {
      [Waiting]: [Waiting, Timed, Flowing, Ended, EndedHard, Failed],
      [Timed]: [Timed, Flowing, Ended, EndedHard, Failed],
      [Flowing]: [Flowing, Ended, EndedHard, Broken],
      [Ended]: [Ended],
      [EndedHard]: [EndedHard],
      [Broken]: [Broken],
      [Failed]: [Failed],
    };
    for (const from of [Waiting, Timed, Flowing, Ended, EndedHard, Broken, Failed]) {
      const reached = new Set<Phase>();
      for (const coming of everything()) {
        const { to, failed } = step(from, coming);
        reached.add(to);
        expect(ways[from], JSON.stringify(coming)).toContain(to);
        const isNew = to !== from && (to === Failed || coming.step === Step.Failed);
        expect(failed >= 0, JSON.stringify(coming)).toBe(isNew);
      }
      expect([...reached].sort()).toEqual([...ways[from]].sort());
    }
  });
});

function* everything(): Generator<Coming> {
  const kinds = Object.values(Step);
  for (let bits = 0; bits < 1 << 7; bits++) {
    const bit = (place: number) => ((bits >> place) & 1) === 1;
    for (const kind of kinds) {
      for (const tokens of [1, 10]) {
        yield {
          step: kind,
          content: bit(0),
          hardEnd: bit(1) && kind === Step.Finished,
          said: bit(2) && kind === Step.Failed ? 500 : 0,
          last: bit(3),
          held: bit(4) ? MIB : 1,
          elapsed: bit(5) ? 2000 : 1,
          alone: bit(6),
          shows: bit(2),
          tokens,
        };
      }
    }
  }
}

describe.each(DIALECTS)("a stream of %s, at every split", (dialect) => {
  const { opening, content, closing } = WIRE[dialect].stream(REPLY, {});
  const nonsense = dialect === "ollama" ? "nonsense\n" : "data: nonsense\n\n";
  const reported = WIRE[dialect].errorEvent("boom");
  const begun = [...opening, ...content.slice(0, 3)];
  const answer = [...opening, ...content, ...closing];
  const sizeOf = (events: readonly string[]) => Buffer.byteLength(events.join(""));

  it.each<[string, readonly string[], readonly string[], Phase, Phase]>([
    ["a whole answer", answer, [], Ended, Ended],
    ["a whole answer, and more behind it", answer, [nonsense], Ended, Ended],
    ["an error in the middle", [...begun, reported], [...content, ...closing], Failed, Broken],
    ["nonsense in the middle", [...begun, nonsense], [...content, ...closing], Failed, Broken],
    ["an error before the first piece", [...opening, reported], content, Failed, Failed],
  ])("%s is held up to its first piece, and no further", (_, read, more, heldEnd, committedEnd) => {
    const [first = ""] = content;
    const commit = read.includes(first) ? sizeOf([...opening, first]) : Number.POSITIVE_INFINITY;
    const end = sizeOf(read);
    const behind = (before: Phase, size: number): Phase => {
      if (before === Waiting && size >= end) return heldEnd;
      if (before === Waiting && size >= commit) return Flowing;
      return before === Flowing && size >= end ? committedEnd : before;
    };
    for (const chunks of splits(Buffer.from([...read, ...more].join("")))) {
      filter.begin(Waiting, false, 0, 0);
      let phase: Phase = Waiting;
      const expected = sizesOf(chunks).map((size) => {
        phase = behind(phase, size);
        return phase;
      });
      expect(phases(dialect, chunks)).toEqual(expected);
    }
  });

  it("a stream that ends in the middle is broken, or none if its head was still held", () => {
    for (const chunks of splits(Buffer.from(begun.join("")))) {
      filter.begin(Waiting, false, 0, 0);
      expect(phases(dialect, chunks).slice(-2)).toEqual([Flowing, Broken]);
      filter.begin(Waiting, false, 1000, 1000);
      expect(phases(dialect, chunks).slice(-2)).toEqual([Timed, Failed]);
    }
  });

  it("a stream that crosses a limit ends where it does, and is counted to its end", () => {
    const pieces = Array.from({ length: 4 }, (_, index) => `${index} `.repeat(60));
    const long = WIRE[dialect].stream({ ...REPLY, pieces }, {});
    const commit = sizeOf([...long.opening, long.content[0] ?? ""]);
    const end = sizeOf([...long.opening, ...long.content.slice(0, 2)]);
    for (const chunks of splits(Buffer.from([...long.opening, ...long.content, ...long.closing].join("")))) {
      filter.begin(Waiting, false, 0, 0);
      const expected = sizesOf(chunks).map((size) => (size < commit ? Waiting : size < end ? Flowing : EndedHard));
      expect(phases(dialect, chunks, 40)).toEqual(expected);
      expect(filter.tokens()).toBe(120n);
    }
  });
});

/** How many bytes have come with each of the chunks, and with the end. */
function sizesOf(chunks: readonly Uint8Array[]): number[] {
  let size = 0;
  return [...chunks, new Uint8Array()].map((chunk) => {
    size += chunk.length;
    return size;
  });
}

/** The phase behind each of the chunks, and at last behind the stream's end. `limit`: of tokens; 0: none. */
function phases(dialect: string, chunks: readonly Uint8Array[], limit = 0): Phase[] {
  filter.open(write(Buffer.from(dialect)), BigInt(limit));
  return [...chunks, new Uint8Array()].map((chunk) => filter.feed(write(chunk), chunk.length === 0));
}

/** The size of it. */
function write(bytes: Uint8Array): number {
  new Uint8Array(filter.memory.buffer).set(bytes, filter.roomAt());
  return bytes.length;
}

describe("a client that cannot wait any longer", () => {
  const letGo = (from: Phase) => {
    filter.begin(from, false, 1000, 10);
    return filter.letGo() === 1;
  };

  it.each([
    Phase.Waiting,
    Phase.Timed,
  ])("gets the head in phase %i, and what fails then is told in the stream", (phase) => {
    expect(letGo(phase)).toBe(true);
    filter.chunk(Step.Failed, false, false, 503, false);
    expect(filter.advance()).toBe(Phase.Broken);
  });

  it.each([
    Phase.Flowing,
    Phase.Ended,
    Phase.EndedHard,
    Phase.Broken,
    Phase.Failed,
  ])("has it already in phase %i", (phase) => {
    expect(letGo(phase)).toBe(false);
  });
});
