import { Operation } from "../dialect/operation";
import { estimateTokens } from "../exchange/estimate";
import { Failure } from "../exchange/failure";
import { ModelCard } from "../exchange/model-card";
import { holdsMark } from "../exchange/opaque";
import { Splices } from "../exchange/splices";
import { Exchange } from "../live/exchange";
import { describe } from "../policy/admission/card";
import { conversationOf } from "../policy/admission/conversation";
import { chooseForChat, chooseNative } from "../policy/routing/chat-targets";
import { chooseForEmbeddings } from "../policy/routing/embedding-targets";
import { documentReply, newDocument } from "../reply/own-document";
import { drawOf } from "../vm/draw";
import { standings } from "../vm/health";
import { answer, Outcome, refuse } from "./outcome";

/** Finds the targets that can take the request; what none of them need be asked is answered here. */
export function chooseTargets(exchange: Exchange): Outcome {
  if (exchange.operation == Operation.ShowModel) return show(exchange);
  if (exchange.operation == Operation.CountTokens) return chooseCounter(exchange);
  if (exchange.operation == Operation.Compact) return chooseCompactor(exchange);
  if (exchange.operation == Operation.Chat) {
    const loading = exchange.dialect.loading(exchange.request.tape);
    if (loading.length > 0) return chooseLoader(exchange, loading);
  }
  const admission = exchange.admission;
  const request = exchange.request;
  const shape = exchange.embeddings;
  const draw = drawOf(exchange.policy.draw);
  if (shape !== null) return refuse(chooseForEmbeddings(admission, request, shape, standings, draw));
  const model = exchange.model;
  if (model !== null) admission.conversation = conversationOf(model, request, exchange.raw.headers);
  const refusal = chooseForChat(admission, request, standings, draw);
  exchange.dialect.adjust(request.tape, request.stream, exchange.raw.adjustments);
  return refuse(refusal);
}

function show(exchange: Exchange): Outcome {
  const card = new ModelCard();
  const model = exchange.model;
  if (model !== null) describe(model, exchange.admission, card);
  exchange.dialect.writeShow(card, newDocument());
  return answer(documentReply());
}

/** Who loads a model: a provider that can, else there is nothing to do. */
function chooseLoader(exchange: Exchange, loading: string): Outcome {
  const admission = exchange.admission;
  const refusal = chooseNative(admission, exchange.dialect, standings, drawOf(exchange.policy.draw));
  if (refusal !== null || admission.candidates.length > 0) return refuse(refusal);
  exchange.dialect.writeLoaded(exchange.facts.rawModel, loading, exchange.stamp, newDocument());
  return answer(documentReply());
}

/** Who counts tokens: a provider of the client's own dialect, else the gateway. */
function chooseCounter(exchange: Exchange): Outcome {
  const admission = exchange.admission;
  // A signature of another dialect's maker would be refused: who counts it has to be us.
  if (!holdsMark(exchange.raw.body)) {
    const refusal = chooseNative(admission, exchange.dialect, standings, drawOf(exchange.policy.draw));
    if (refusal !== null || admission.candidates.length > 0) return refuse(refusal);
  }
  return estimate(exchange);
}

/** Who compacts a conversation: only its maker can read what comes of it. */
function chooseCompactor(exchange: Exchange): Outcome {
  const admission = exchange.admission;
  admission.cuts = new Splices();
  if (holdsMark(exchange.raw.body)) exchange.dialect.cutThoughts(exchange.request.tape, true, admission.cuts);
  const refusal = chooseNative(admission, exchange.dialect, standings, drawOf(exchange.policy.draw));
  if (refusal !== null || admission.candidates.length > 0) return refuse(refusal);
  const message = "model: none of its providers can compact a conversation: only one that speaks Responses can";
  return refuse(new Failure(400, message, "model"));
}

/** About how many tokens there are. */
function estimate(exchange: Exchange): Outcome {
  const request = exchange.request.chat;
  if (request === null) return refuse(exchange.request.unreadable);
  const approximated = exchange.dialect.writeTokenCount(estimateTokens(request), newDocument());
  return answer(documentReply(approximated));
}
