import { ChatRequest } from "../../exchange/request";
import { Traits } from "../../exchange/traits";
import { Conversation } from "./conversation";
import { Structure, structureOf } from "./structure";
import { planThinking, ThinkingPlan } from "./thinking-plan";

/** What a target is sent for a request, as far as its parts hang together: `fit` tells it, `writeRequest` writes it. */
export class Plan {
  conversation: Conversation;
  thinking: ThinkingPlan;
  structure: Structure;

  constructor(request: ChatRequest, traits: Traits) {
    const conversation = new Conversation(request);
    const thinking = planThinking(request, conversation, traits);
    this.conversation = conversation;
    this.thinking = thinking;
    this.structure = structureOf(request, conversation, thinking, traits);
  }
}
