import { ModelCard } from "../../exchange/model-card";
import { Model } from "../model/model";
import { Admission } from "./admission";
import { LeftOut } from "./left-out";

/** Notes what those of the model's targets can do that the caller may reach. */
export function describe(model: Model, admission: Admission, card: ModelCard): void {
  card.takesImages = false;
  card.callsTools = false;
  for (let i = 0; i < model.targets.length; i++) {
    const target = model.targets[i];
    if (admission.barred(target) != LeftOut.No) continue;
    const capabilities = target.capabilities;
    card.contextLength = max(card.contextLength, capabilities.contextLength);
    if (!capabilities.lacksVision) card.takesImages = true;
    if (!capabilities.lacksTools) card.callsTools = true;
  }
}
