import { ClientRequest } from "../../dialect/client-request";
import { EmbeddingDialect } from "../../dialect/embedding-dialect";
import { EmbeddingRequest } from "../../exchange/embedding";
import { Failure } from "../../exchange/failure";
import { Fit } from "../../exchange/fit";
import { Admission } from "../admission/admission";
import { LeftOut } from "../admission/left-out";
import { Draw } from "../chance/draw";
import { Standings } from "../health/standings";
import { Face } from "../model/face";
import { Target } from "../model/target";
import { orderTargets } from "./target-order";
import { PromptOnly } from "./workload";

/** As `chooseForChat`, of a request for embeddings. */
export function chooseForEmbeddings(
  admission: Admission,
  asked: ClientRequest,
  shape: EmbeddingDialect,
  standings: Standings,
  draw: Draw,
): Failure | null {
  const model = admission.model;
  if (model === null) return null;
  const request = asked.embedding;
  const unreadable = asked.unreadable;
  let unfit: Failure | null = null;
  for (let i = 0; i < model.targets.length; i++) {
    const barred = admission.barred(model.targets[i]);
    let face = barred == LeftOut.No ? embeddingFace(model.targets[i], shape, request !== null) : null;
    const refusal: Failure | null = face === null || request === null ? null : refusalOf(face, shape, request);
    if (refusal !== null) {
      unfit = refusal;
      face = null;
    }
    admission.note(face, barred == LeftOut.No && face === null ? LeftOut.Dialect : barred);
  }
  admission.candidates = orderTargets(model, admission.able, new PromptOnly(), 0, standings, draw);
  if (admission.candidates.length > 0) return null;
  const barred = admission.allBarred;
  const none = new Failure(400, "model: none of its providers has embeddings", "model");
  if (barred !== null) return barred;
  return unfit !== null ? unfit : unreadable !== null ? unreadable : none;
}

/** Why the face's dialect cannot ask for it; null where it can. */
function refusalOf(face: Face, shape: EmbeddingDialect, request: EmbeddingRequest): Failure | null {
  const own = face.dialect.embeddings();
  if (own === null || shape.towards(own) === shape) return null;
  const fit = new Fit();
  own.fit(request, fit);
  return fit.failure;
}

/** The face that speaks the client's own shape, else the first that has embeddings; `others`: whether those may do. */
function embeddingFace(target: Target, shape: EmbeddingDialect, others: bool): Face | null {
  let other: Face | null = null;
  for (let i = 0; i < target.faces.length; i++) {
    const face = target.faces[i];
    const own = face.dialect.embeddings();
    if (own === null) continue;
    if (shape.towards(own) === shape) return face;
    if (other === null) other = face;
  }
  return others ? other : null;
}
