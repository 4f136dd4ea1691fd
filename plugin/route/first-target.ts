import { setNumberHeader, setTextProperty } from "../abi/host";
import { MapType } from "../abi/types";
import { mayHoldThoughts } from "../exchange/thoughts";
import { Exchange } from "../live/exchange";
import { sendToPool } from "./pool";

/** Sends the exchange to its first target, and tells Envoy's router how many attempts it has and how long each. */
export function sendToFirst(exchange: Exchange): void {
  const model = exchange.model;
  const candidates = exchange.admission.candidates;
  if (model === null || candidates.length == 0) return;
  const race = exchange.race;
  race.setOut(
    model,
    exchange.facts.model,
    candidates,
    exchange.admission.resting,
    exchange.admission.returnsAt,
    exchange.admission.conversation.mark,
  );
  sendToPool(exchange);
  const patience = model.patience;
  race.attemptTime = exchange.policy.firstToken;
  if (patience.hedge > 0 && race.plan.hasChoice) {
    // A route of its own: at the time-out of an attempt the next is made, and the first goes on.
    setTextProperty("headgate_hedge", "true");
    setNumberHeader(MapType.RequestHeaders, "x-envoy-upstream-rq-per-try-timeout-ms", patience.hedge);
    race.attemptTime = 0;
  } else if (patience.firstToken > 0 || patience.over > 0) {
    // A stream's head is also held while it shows how fast it is.
    const time = (patience.firstToken > 0 ? patience.firstToken : exchange.policy.firstToken) + patience.over;
    setNumberHeader(MapType.RequestHeaders, "x-envoy-upstream-rq-per-try-timeout-ms", time);
    race.attemptTime = time;
  }
  // Written always, and last: Envoy found the route before the filters ran, and a changed header makes it look again,
  // for the pool.
  setNumberHeader(
    MapType.RequestHeaders,
    "x-envoy-max-retries",
    race.plan.retries(race.plan.hasChoice && mayHoldThoughts(exchange.raw.body) ? 1 : 0),
  );
}
