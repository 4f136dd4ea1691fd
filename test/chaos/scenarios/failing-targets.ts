import {
  type Behaviour,
  breaksAtHead,
  breaksBeforeContent,
  closes,
  cutsItsDocument,
  hangs,
  refuses,
  saysHtml,
  saysNothing,
} from "../../fixtures/provider/index.ts";
import type { Scenario } from "../scenario.ts";
import { late, WELL } from "../scripted-target.ts";

/** Streams and whole answers each fail in their own way. */
const eitherWay =
  (stream: Behaviour, whole: Behaviour): Behaviour =>
  (call) =>
    (call.wire.wantsStream(call.received.body) ? stream : whole)(call);

interface Way {
  name: string;
  does: string;
  behaviour: Behaviour;
  proof?: "retried";
  short?: true;
}

/** All that a target may do before the first content of its answer. */
const WAYS: readonly Way[] = [
  { name: "500", does: "answers 500", behaviour: refuses(500, "oops"), proof: "retried", short: true },
  { name: "429", does: "answers 429", behaviour: refuses(429, "slow down"), proof: "retried" },
  { name: "529", does: "answers 529", behaviour: refuses(529, "overloaded"), proof: "retried" },
  { name: "401", does: "answers 401", behaviour: refuses(401, "no such key"), proof: "retried" },
  { name: "hangs", does: "takes requests and says nothing", behaviour: hangs(), proof: "retried", short: true },
  { name: "slow", does: "answers 0.3 s late: no failure", behaviour: late(300, WELL) },
  { name: "resets", does: "closes connections without a word", behaviour: closes(), proof: "retried" },
  { name: "html", does: "answers 200 with a page of HTML", behaviour: saysHtml(200), proof: "retried", short: true },
  { name: "empty", does: "answers 200 without a body", behaviour: saysNothing(), proof: "retried" },
  {
    name: "cut-early",
    does: "breaks off before the first content",
    behaviour: eitherWay(breaksBeforeContent("is cut"), closes()),
    proof: "retried",
  },
  {
    name: "error-event",
    does: "says 200, then an error event",
    behaviour: eitherWay(breaksBeforeContent("reports an error"), refuses(503, "overloaded")),
    proof: "retried",
  },
  {
    name: "ends-early",
    does: "sends a head and ends",
    behaviour: eitherWay(breaksAtHead("ends"), saysNothing()),
    proof: "retried",
  },
  {
    name: "cut-json",
    does: "sends half of a JSON document",
    behaviour: eitherWay(WELL, cutsItsDocument()),
    proof: "retried",
  },
];

/** First the primary fails alone, then the second too; both get well, one after the other. */
const failing = ({ name, does, behaviour, proof, short }: Way): Scenario => ({
  name,
  does: `the first target ${does}, then the second too`,
  ...(proof && { proof }),
  ...(short && { short }),
  async act({ targets: [first, second], goOn }) {
    first.behave(behaviour);
    await goOn();
    second.behave(behaviour);
    await goOn();
    second.recover();
    await goOn();
    first.recover();
  },
});

const DIES: Scenario = {
  name: "dies",
  does: "the first target's port and connections are closed, then the second's too; they come back",
  excuse: { cut: true, why: "streams that are past their first content when the target dies" },
  proof: "retried",
  short: true,
  async act({ targets: [first, second], goOn }) {
    await first.die();
    await goOn();
    await second.die();
    await goOn();
    await first.rise();
    await second.rise();
  },
};

const FLAPS: Scenario = {
  name: "flaps",
  does: "the first target dies and comes back, ten times in a row",
  excuse: { cut: true, why: "streams that are past their first content when the target dies" },
  proof: "retried",
  async act({ targets: [first], goOn }) {
    for (let times = 0; times < 10; times++) {
      await first.die();
      await goOn();
      await first.rise();
    }
  },
};

export const FAILING_TARGETS: readonly Scenario[] = [DIES, FLAPS, ...WAYS.map(failing)];
