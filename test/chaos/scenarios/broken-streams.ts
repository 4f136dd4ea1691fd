import { setTimeout } from "node:timers/promises";
import { breaksAfterContent, type Ending } from "../../fixtures/provider/index.ts";
import type { Scenario } from "../scenario.ts";
import { WELL } from "../scripted-target.ts";

/** Long enough for the first pieces to be with the caller: then nobody else can answer. */
const ARRIVED_MS = 50;

const broken = (name: string, ending: Ending, short?: true): Scenario => ({
  name,
  does: `the first target's streams, after some content: ${ending}`,
  excuse: { cut: true, why: "what the caller has read cannot be taken back: its stream ends with an error event" },
  proof: "cut",
  ...(short && { short }),
  async act({ targets: [first], goOn }) {
    first.behave((call) => {
      const stream = call.wire.wantsStream(call.received.body);
      return (stream ? breaksAfterContent(ending, setTimeout(ARRIVED_MS)) : WELL)(call);
    });
    await goOn();
    first.recover();
  },
});

export const BROKEN_STREAMS: readonly Scenario[] = [
  broken("cut-stream", "is cut", true),
  broken("unended-stream", "ends"),
  broken("late-error-event", "reports an error"),
];
