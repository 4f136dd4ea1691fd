import { Fit } from "../../exchange/fit";
import { ChatRequest, Format } from "../../exchange/request";
import { SETTINGS, Setting } from "../../exchange/setting";
import { Traits } from "../../exchange/traits";
import { ABSENT } from "../../wire/span";
import { fitSettings } from "../settings";
import { FIELDS, SAMPLING } from "./fields";
import { fitMessages } from "./fit-messages";
import { Plan } from "./plan";
import { hasBlankStop } from "./stop-sequences";
import { Structure } from "./structure";
import { isTooHot, samples, samplesTwice } from "./write-request";

export function fitRequest(request: ChatRequest, traits: Traits, into: Fit): void {
  const plan = new Plan(request, traits);
  const names = request.names;
  fitMessages(request, plan.conversation, into);
  fitSettings(request, FIELDS.settings, into);
  if (request.has(Setting.User) && request.has(Setting.SafetyIdentifier)) {
    into.drop(names.settings.nameOf(Setting.SafetyIdentifier));
  }
  fitSampling(request, plan, traits, into);
  if (hasBlankStop(request)) {
    into.refuse(names.stop, "this model's provider takes no stop sequence that is white space alone: leave it out");
  }
  if (plan.thinking.approximated) into.approximate(names.reasoning);
  fitStructure(request, plan.structure, into);
  fitTools(request, traits, into);
}

function fitSampling(request: ChatRequest, plan: Plan, traits: Traits, into: Fit): void {
  const names = request.names.settings;
  const takes = traits.takesSampling(plan.thinking.isOn);
  if (!takes || !samples(request, plan.thinking)) {
    for (let i = 0; i < SETTINGS; i++) {
      if (!request.has(i) || !SAMPLING.has(i)) continue;
      if (takes) into.approximate(names.nameOf(i));
      else into.drop(names.nameOf(i));
    }
    return;
  }
  if (isTooHot(request)) into.approximate(names.nameOf(Setting.Temperature));
  if (samplesTwice(request)) into.drop(names.nameOf(Setting.TopP));
}

/** The schema's name says nothing to the model; its description would. */
function fitStructure(request: ChatRequest, structure: Structure, into: Fit): void {
  if (structure == Structure.Tool || structure == Structure.Words) into.approximate(request.names.format);
  const isDescribed = request.format == Format.Schema && request.schemaDescription != ABSENT;
  if (isDescribed && structure != Structure.Tool) into.drop(request.names.format + ".description");
}

/** A provider that cannot bind an answer to a schema cannot bind a tool's input to one. */
function fitTools(request: ChatRequest, traits: Traits, into: Fit): void {
  if (traits.jsonSchema) return;
  for (let i = 0; i < request.tools.length; i++) {
    if (request.tools[i].strict != ABSENT) into.drop(request.names.tools + ".strict");
  }
}
