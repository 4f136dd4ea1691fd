import { describe, expect, it } from "vitest";
import { looseEvents } from "../loose-events.ts";
import { DOCUMENTED } from "./index.ts";

describe.each(DOCUMENTED)("the seeds of $dialect", ({ seeds, protocol }) => {
  it.each(Object.entries(seeds.answers))("are answers that a client understands: %s", (_, answer) => {
    protocol.checkAnswer(JSON.parse(JSON.stringify(answer)));
  });

  it.each(Object.entries(seeds.streams))("are streams that a client understands: %s", (_, events) => {
    const read = looseEvents(protocol, Buffer.from(events.join("")));
    const named = read.map((data) => ({ name: (data as { type?: string }).type ?? "", data }));
    expect(protocol.checkStream(named)).toBe("whole");
    expect(read.map(protocol.isEndMark)).toEqual(read.map((_, index) => index === read.length - 1));
  });
});
