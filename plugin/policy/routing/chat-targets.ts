import { ClientRequest } from "../../dialect/client-request";
import { Dialect } from "../../dialect/dialect";
import { Failure } from "../../exchange/failure";
import { Fit } from "../../exchange/fit";
import { holdsMark } from "../../exchange/opaque";
import { ChatRequest } from "../../exchange/request";
import { Splices } from "../../exchange/splices";
import { Admission } from "../admission/admission";
import { LeftOut } from "../admission/left-out";
import { denied } from "../callers/allowlist";
import { Draw } from "../chance/draw";
import { Standings } from "../health/standings";
import { Face } from "../model/face";
import { Model } from "../model/model";
import { Target } from "../model/target";
import { Demand } from "./demand";
import { orderTargets } from "./target-order";
import { PromptOnly } from "./workload";

/** Where a chat request may go: to targets of its own dialect as it is, to others if they can say it; a failure if nowhere. */
export function chooseForChat(
  admission: Admission,
  asked: ClientRequest,
  standings: Standings,
  draw: Draw,
): Failure | null {
  const model = admission.model;
  if (model === null) return null;
  admission.cuts = new Splices();
  admission.rewritten = holdsMark(asked.body) && !asked.dialect.cutThoughts(asked.tape, true, admission.cuts);
  let unfit: Failure | null = null;
  const demand = new Demand(model, asked);
  let lacking = LeftOut.No;
  for (let i = 0; i < model.targets.length; i++) {
    const target = model.targets[i];
    const barred = admission.barred(target);
    const lacks = barred == LeftOut.No ? demand.lacking(target) : LeftOut.No;
    if (barred != LeftOut.No || lacks != LeftOut.No) {
      if (lacks != LeftOut.No) lacking = lacks;
      admission.note(null, barred != LeftOut.No ? barred : lacks);
      continue;
    }
    const native = target.nativeFace(asked.dialect);
    const isMinded = native !== null && native.dialect.isMindedAsWritten(asked.tape, target.traits);
    const request: ChatRequest | null = native === null || isMinded || admission.rewritten ? asked.chat : null;
    let face = native;
    if (request !== null && (native === null || isMinded)) {
      const fit = new Fit();
      face = fittingFace(target, request, native, fit);
      if (unfit === null) unfit = fit.failure;
    }
    admission.note(face, face === null ? LeftOut.Dialect : LeftOut.No);
  }
  const unreadable = asked.unreadable;
  if (unreadable !== null) admission.rewritten = false;
  if (demand.wantsSchema) preferSchema(admission, model);
  const able = admission.able;
  admission.candidates = orderTargets(model, able, demand.workload, admission.conversation.mark, standings, draw);
  if (able.length > 0) return null;
  const barred = admission.allBarred;
  if (barred !== null) return barred;
  if (lacking != LeftOut.No) return demand.refusal(lacking);
  return unreadable !== null ? unreadable : unfit !== null ? unfit : denied(admission.facts.model);
}

/** Leaves out the targets that would be asked for the schema in words, where one can be held to it. */
function preferSchema(admission: Admission, model: Model): void {
  let isHeld = false;
  for (let i = 0; i < model.targets.length; i++) {
    if (admission.leftOut[i] == LeftOut.No && model.targets[i].traits.jsonSchema) isHeld = true;
  }
  for (let i = 0; i < model.targets.length && isHeld; i++) {
    if (admission.leftOut[i] != LeftOut.No || model.targets[i].traits.jsonSchema) continue;
    admission.faces[i] = null;
    admission.leftOut[i] = LeftOut.Schema;
  }
}

/**
 * The target's first face that can say the request, if there is one that its provider does not mind; `fit` tells what the
 * last one tried made of it. `native`: who minds it as it is, and gets it if all others do.
 */
function fittingFace(target: Target, request: ChatRequest, native: Face | null, fit: Fit): Face | null {
  let minded = native;
  for (let i = 0; i < target.faces.length; i++) {
    const face = target.faces[i];
    if (face === native) continue;
    const own = new Fit();
    face.dialect.fit(request, target.traits, own);
    fit.failure = own.failure;
    if (own.failure !== null) continue;
    if (!face.dialect.isMinded(request, target.traits)) return face;
    if (minded === null) minded = face;
  }
  return minded;
}

/** Where a request may go that only the client's own dialect has an answer to; a failure if its caller may go nowhere. */
export function chooseNative(admission: Admission, dialect: Dialect, standings: Standings, draw: Draw): Failure | null {
  const model = admission.model;
  if (model === null) return null;
  for (let i = 0; i < model.targets.length; i++) {
    const target = model.targets[i];
    const barred = admission.barred(target);
    const face = target.nativeFace(dialect);
    admission.note(face, barred == LeftOut.No && face === null ? LeftOut.Dialect : barred);
  }
  admission.candidates = orderTargets(model, admission.able, new PromptOnly(), 0, standings, draw);
  return admission.allBarred;
}
