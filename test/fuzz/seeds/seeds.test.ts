import { describe, expect, it } from "vitest";
import { looseEvents } from "../loose-events.ts";
import { ENDPOINTS } from "./index.ts";

describe.each(ENDPOINTS)("the seeds of $seeds.path", ({ seeds, protocol }) => {
  it.each(Object.entries(seeds.answers))("are answers that a client understands: %s", (_, answer) => {
    protocol.checkAnswer(JSON.parse(JSON.stringify(answer)));
  });

  it("are streams where the endpoint has any", () => {
    expect(Object.keys(seeds.streams).length > 0).toBe(protocol.stream !== undefined);
  });

  it.for(Object.entries(seeds.streams))("are streams that a client understands: %s", ([_, events]) => {
    const { stream } = protocol;
    if (stream === undefined) throw new Error("the endpoint does not stream");
    const read = looseEvents(stream, Buffer.from(events.join("")));
    const named = read.map((data) => ({ name: (data as { type?: string }).type ?? "", data }));
    expect(stream.check(named)).toBe("whole");
    expect(read.map(stream.isEndMark)).toEqual(read.map((_, index) => index === read.length - 1));
  });
});
