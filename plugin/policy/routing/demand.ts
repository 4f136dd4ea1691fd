import { ClientRequest } from "../../dialect/client-request";
import { tokensOf } from "../../exchange/estimate";
import { Failure } from "../../exchange/failure";
import { length, text } from "../../wire/span";
import { LeftOut } from "../admission/left-out";
import { Model } from "../model/model";
import { Strategy } from "../model/strategy";
import { Target } from "../model/target";
import { Workload } from "./workload";

/** Estimates are rough: what is less than a fifth above a model's context the provider decides. */
const CLEARLY: f64 = 1.2;

/**
 * What a chat asks of a target, as far as the choice hangs on it. The request is read for it only where one of the
 * model's targets could not take it, or the strategy compares costs.
 */
export class Demand {
  private isRead: bool = false;
  /** Of the longest answer that the request allows; 0: it does not say. */
  private answer: i64 = 0;

  constructor(
    private model: Model,
    private request: ClientRequest,
  ) {
    const limits = model.limits;
    const compares = model.strategy == Strategy.LowestCost;
    if (limits.shortest > 0 || compares) this.answer = max(request.dialect.longestAnswer(request.tape), 0);
    // Without its images, a prompt has fewer tokens than a quarter of the body's bytes.
    const mayBeLong = limits.shortest > 0 && isTooLong(tokensOf(length(request.body)) + this.answer, limits.shortest);
    this.isRead = limits.someLack || mayBeLong || compares;
  }

  get workload(): Workload {
    return new Workload(this.isRead ? this.request.prompt.estimatedTokens : 0, this.answer);
  }

  /** Whether the answer is to keep to a JSON schema. */
  get wantsSchema(): bool {
    return this.isRead && this.request.prompt.hasSchema;
  }

  /** What of it the target is known not to take. */
  lacking(target: Target): LeftOut {
    if (!this.isRead) return LeftOut.No;
    const capabilities = target.capabilities;
    if (capabilities.lacksVision && this.request.prompt.hasImages) return LeftOut.Vision;
    if (capabilities.lacksTools && this.request.prompt.hasTools) return LeftOut.Tools;
    const context = capabilities.contextLength;
    if (context > 0 && isTooLong(this.request.prompt.estimatedTokens + this.answer, context))
      return LeftOut.ContextLength;
    return LeftOut.No;
  }

  /** The answer to a caller whose request no target takes. */
  refusal(lacking: LeftOut): Failure {
    const names = this.request.dialect.fields;
    const whose = "no target of the model '" + text(this.model.name) + "' ";
    if (lacking == LeftOut.Vision) return new Failure(400, whose + "takes images", names.messages);
    if (lacking == LeftOut.Tools) return new Failure(400, whose + "takes tools", names.tools);
    let longest: i64 = 0;
    for (let i = 0; i < this.model.targets.length; i++) {
      longest = max(longest, this.model.targets[i].capabilities.contextLength);
    }
    const asked = this.request.prompt.estimatedTokens.toString() + " tokens of prompt";
    const more = this.answer > 0 ? " and " + this.answer.toString() + " of answer" : "";
    const message = whose + "has a context for about " + asked + more + ": the longest is " + longest.toString();
    return new Failure(400, message, names.messages, "context_length_exceeded");
  }
}

function isTooLong(tokens: i64, context: i64): bool {
  return <f64>tokens > <f64>context * CLEARLY;
}
