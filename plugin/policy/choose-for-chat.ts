import { Dialect } from "../dialect/dialect";
import { Failure } from "../exchange/failure";
import { Fit } from "../exchange/fit";
import { holdsMark } from "../exchange/opaque";
import { ChatRequest } from "../exchange/request";
import { Tape } from "../wire/json-tape";
import { Span } from "../wire/span";
import { Admission, denied } from "./admit";
import { orderTargets } from "./order-targets";
import { Face, Target } from "./policy";

/** Where a chat request may go: to targets of its own dialect as it is, to others if they can say it. `random`: for the choice by weight. */
export function chooseForChat(admission: Admission, dialect: Dialect, body: Span, tape: Tape, random: u32): void {
  const model = admission.model;
  if (model === null) return;
  admission.rewritten = holdsMark(body);
  let unreadable: Failure | null = null;
  let unfit: Failure | null = null;
  const able: Array<i32> = [];
  for (let i = 0; i < model.targets.length; i++) {
    if (!admission.mayReach(i)) {
      admission.faces.push(null);
      continue;
    }
    const target = model.targets[i];
    let face = target.nativeFace(dialect);
    if ((face === null || admission.rewritten) && admission.request === null && unreadable === null) {
      unreadable = readRequest(admission, dialect, tape);
    }
    const request = admission.request;
    if (face === null && request !== null) {
      const fit = new Fit();
      face = fittingFace(target, request, fit);
      if (unfit === null) unfit = fit.failure;
    }
    admission.faces.push(face);
    if (face !== null) able.push(i);
  }
  if (unreadable !== null) admission.rewritten = false;
  admission.candidates = orderTargets(model, able, random);
  if (able.length > 0) return;
  admission.failure = unreadable !== null ? unreadable : unfit !== null ? unfit : denied(admission.facts.model);
}

/** Why only a target of the client's own dialect can take the request, if that is so. */
function readRequest(admission: Admission, dialect: Dialect, tape: Tape): Failure | null {
  const request = new ChatRequest(dialect.fields);
  request.stream = admission.facts.stream;
  const refusal = dialect.readRequest(tape, request);
  if (refusal === null) admission.request = request;
  else request.free();
  return refusal;
}

/** The target's first face that can say the request; `fit` tells what the last one tried made of it. */
function fittingFace(target: Target, request: ChatRequest, fit: Fit): Face | null {
  for (let i = 0; i < target.faces.length; i++) {
    const own = new Fit();
    target.faces[i].dialect.fit(request, target.traits, own);
    fit.failure = own.failure;
    if (own.failure === null) return target.faces[i];
  }
  return null;
}

/** Where a request may go that only the client's own dialect has an answer to. */
export function chooseNative(admission: Admission, dialect: Dialect, random: u32): void {
  const model = admission.model;
  if (model === null) return;
  const able: Array<i32> = [];
  for (let i = 0; i < model.targets.length; i++) {
    const face = admission.mayReach(i) ? model.targets[i].nativeFace(dialect) : null;
    admission.faces.push(face);
    if (face !== null) able.push(i);
  }
  admission.candidates = orderTargets(model, able, random);
}
