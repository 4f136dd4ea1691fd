import { ClientRequest } from "../../dialect/client-request";
import { Facts } from "../../exchange/facts";
import { Failure } from "../../exchange/failure";
import { Splices } from "../../exchange/splices";
import { Output } from "../../wire/output";
import { endsWith, length, Span, span, start, text } from "../../wire/span";
import { denied } from "../callers/allowlist";
import { ClientKey } from "../callers/client-key";
import { Face } from "../model/face";
import { Model } from "../model/model";
import { Requirement } from "../model/requirement";
import { Target } from "../model/target";
import { Policy } from "../policy";
import { NEVER_FREE } from "../provider/freedom";
import { Conversation, NO_CONVERSATION } from "./conversation";
import { LeftOut } from "./left-out";
import { mayAsk } from "./model-access";

/** What an admitted request asks for, and where it may go. */
export class Admission {
  facts: Facts = new Facts();
  model: Model | null = null;
  /** Indices of the model's targets that may serve the request, in the order in which to try them. */
  candidates: Array<i32> = [];
  /** Those that may, but are cooling down; and when the first of them comes back, in milliseconds since 1970. */
  resting: Array<i32> = [];
  returnsAt: i64 = NEVER_FREE;
  /** By the target's index: the face that takes the request; null for none. */
  faces: Array<Face | null> = [];
  /** By the target's index: why it is not a candidate. */
  leftOut: Array<LeftOut> = [];
  conversation: Conversation = NO_CONVERSATION;
  /** Of the key, its tenant, the rule that applied, and every model on the way to the one that is used: they hold together. */
  private requirements: Array<Requirement> = [];
  /** The request holds what another dialect's provider made: its own dialect's writer leaves that out. */
  rewritten: bool = false;
  /** Likewise, where the rest goes on as it stands: what is cut out of it. */
  cuts: Splices = new Splices();

  constructor(
    /** Null: an anonymous caller, who may use everything. */
    public key: ClientKey | null,
  ) {
    if (key !== null) {
      const owner = key.owner;
      this.demand(key.require);
      if (owner !== null) this.demand(owner.require);
    }
  }

  demand(requirement: Requirement): void {
    if (!requirement.isEmpty && !this.requirements.includes(requirement)) this.requirements.push(requirement);
  }

  /** What it says may go to nobody but the operator's own providers. */
  get isPrivate(): bool {
    for (let i = 0; i < this.requirements.length; i++) if (this.requirements[i].isPrivate) return true;
    return false;
  }

  /** Why the caller's request may not go to one of the model's targets, whatever it holds. */
  barred(target: Target): LeftOut {
    const key = this.key;
    if (key !== null && !key.mayReach(target, this.facts.model)) return LeftOut.Denied;
    for (let i = 0; i < this.requirements.length; i++) {
      if (!this.requirements[i].permits(target.provider)) return LeftOut.Required;
    }
    return LeftOut.No;
  }

  /** Notes what becomes of the model's next target: taken by way of `face`, or left out. */
  note(face: Face | null, reason: LeftOut): void {
    this.faces.push(reason == LeftOut.No ? face : null);
    this.leftOut.push(reason);
  }

  /** The indices of the targets that are not left out. */
  get able(): Array<i32> {
    const able: Array<i32> = [];
    for (let i = 0; i < this.leftOut.length; i++) if (this.leftOut[i] == LeftOut.No) able.push(i);
    return able;
  }

  /** The answer where all of the model's targets are barred; null: one of them is not. */
  get allBarred(): Failure | null {
    let required = false;
    for (let i = 0; i < this.leftOut.length; i++) {
      if (this.leftOut[i] == LeftOut.Required) required = true;
      else if (this.leftOut[i] != LeftOut.Denied) return null;
    }
    if (!required) return denied(this.facts.model);
    let wanted = "";
    for (let i = 0; i < this.requirements.length; i++) {
      wanted += (i == 0 ? "" : ", and ") + this.requirements[i].toString();
    }
    const message = "no target of the model '" + text(this.facts.model) + "' keeps to what is required: " + wanted;
    return new Failure(403, message, "model");
  }

  /** Another model in place of the one that was asked for, if the caller may use it. `rawModel`: a raw JSON string. */
  use(policy: Policy, key: ClientKey | null, rawModel: Span): Failure | null {
    this.facts.use(rawModel);
    const refusal = mayAsk(policy, key, this.facts.model);
    if (refusal === null) this.take(policy.model(this.facts.model));
    else this.facts.use(this.facts.writtenModel);
    return refusal;
  }

  /** What the model before it required holds on: a decision does not widen it. */
  take(model: Model | null): void {
    this.model = model;
    if (model !== null) this.demand(model.require);
  }

  free(): void {
    this.facts.free();
  }
}

const tagged = new Output();

/** The model with the tag that goes without saying, or without it, if there is no model of the name that was asked for. */
function takeTagged(facts: Facts, policy: Policy, tag: string): void {
  const raw = facts.rawModel;
  // One that is spelled with escapes is nobody's habit.
  if (raw != facts.model) return;
  tagged.clear();
  if (endsWith(raw, tag)) {
    tagged.raw(span(start(raw), length(raw) - tag.length));
  } else {
    tagged.raw(raw);
    tagged.ascii(tag);
  }
  if (tagged.size > 0 && policy.model(tagged.bytes) !== null) facts.use(tagged.bytes);
}

/** Reads a request's body: what it asks for; a failure if it cannot be read, or the caller may not ask for it. */
export function admit(
  admission: Admission,
  policy: Policy,
  request: ClientRequest,
  modelAlias: string = "",
): Failure | null {
  const tape = request.tape;
  if (!request.scan()) {
    const at = tape.errorAt.toString();
    return new Failure(400, "the request body " + tape.problem + " (at byte " + at + ")");
  }
  const facts = admission.facts;
  const unclear = facts.read(tape, request.dialect.streamsByDefault(), modelAlias);
  if (unclear !== null) return unclear;
  request.stream = facts.stream;
  const tag = request.dialect.defaultTag();
  if (tag.length > 0 && policy.model(facts.model) === null) takeTagged(facts, policy, tag);
  const refusal = mayAsk(policy, admission.key, facts.model);
  if (refusal === null) admission.take(policy.model(facts.model));
  return refusal;
}
