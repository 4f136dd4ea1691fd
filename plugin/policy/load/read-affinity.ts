import { Tape } from "../../wire/json-tape";
import { placeIn, text } from "../../wire/span";
import { AFFINITIES, Affinity } from "../model/affinity";
import { Model } from "../model/model";
import { Strategy } from "../model/strategy";
import { KeyStrategy } from "../provider/key-strategy";

/** Of a model's entry, whose targets and strategy are known. */
export function readAffinity(tape: Tape, entry: i32, model: Model): void {
  const affinity = tape.find(entry, "affinity");
  if (tape.isObject(affinity)) {
    const by = placeIn(AFFINITIES, tape.text(tape.find(affinity, "by")));
    if (by >= 0) model.affinity = <Affinity>by;
    const header = tape.find(affinity, "header");
    if (tape.isString(header)) model.sessionHeader = text(tape.bytes(header));
  }
  model.keepsConversations = model.affinity != Affinity.None && isKept(model);
}

/** Whether there are several targets to draw from, or keys. */
function isKept(model: Model): bool {
  if (model.strategy == Strategy.Weighted && model.targets.length > 1) return true;
  for (let i = 0; i < model.targets.length; i++) {
    const provider = model.targets[i].provider;
    if (provider.strategy == KeyStrategy.Conversation && provider.keys.length > 1) return true;
  }
  return false;
}
