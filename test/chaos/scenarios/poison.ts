import { chat } from "../../envoy/ask.ts";
import { type Behaviour, closes, refuses } from "../../fixtures/provider/index.ts";
import { WIRE } from "../../fixtures/wire/index.ts";
import type { Scenario, Setting } from "../scenario.ts";
import { WELL } from "../scripted-target.ts";

const GOOD = { id: "good", variable: "GOOD_KEY", secret: "key-of-whose-requests-can-be-answered" };
const EVE = { id: "eve", variable: "EVE_KEY", secret: "key-of-one-whose-request-cannot" };
const POISON = "poison";
/** How many of them are under way at any time. */
const AT_ONCE = 4;

const bearer = ({ secret }: { secret: string }) => ({ authorization: `Bearer ${secret}` });

const twoCallers = async (): Promise<Setting> => ({
  config: { keys: [GOOD, EVE].map(({ id, variable }) => ({ id, secret: `env:${variable}`, allow: ["*"] })) },
  options: { environment: { [GOOD.variable]: GOOD.secret, [EVE.variable]: EVE.secret } },
  headers: bearer(GOOD),
});

interface Way {
  name: string;
  does: string;
  fails: Behaviour;
  /** With another word each time, so that no two of them are the same. */
  changes?: true;
  short?: true;
}

const WAYS: readonly Way[] = [
  { name: "poison", does: "makes every target answer 500", fails: refuses(500, "oops"), short: true },
  { name: "poisons", does: "makes every target answer 500, never twice", fails: refuses(500, "oops"), changes: true },
  { name: "poison-crash", does: "makes every target close its connection", fails: closes() },
];

const poisoning = ({ name, does, fails, changes, short }: Way): Scenario => ({
  name,
  does: `one caller sends, again and again, what ${does}`,
  proof: "retried",
  ...(short && { short }),
  prepare: twoCallers,
  async act({ gateway, targets, goOn }) {
    for (const target of targets) {
      target.behave((call) => (JSON.stringify(call.received.body).includes(POISON) ? fails : WELL)(call));
    }
    let isOver = false;
    let sent = 0;
    const sendOn = async () => {
      while (!isOver) {
        const text = changes ? `${POISON} ${sent++}` : POISON;
        const body = WIRE.openai.request({ model: "m", turns: [{ role: "user", text }] });
        await chat(gateway, "openai", body, bearer(EVE));
      }
    };
    const senders = Array.from({ length: AT_ONCE }, sendOn);
    try {
      for (let times = 0; times < 4; times++) await goOn();
    } finally {
      isOver = true;
      await Promise.all(senders);
    }
    await goOn();
  },
});

export const POISONED: readonly Scenario[] = WAYS.map(poisoning);
