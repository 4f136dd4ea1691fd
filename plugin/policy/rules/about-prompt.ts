import { Prompt } from "../../exchange/prompt";
import { Comparison } from "./comparison";
import { Condition } from "./condition";
import { Subject } from "./subject";

export class TokensAre extends Condition {
  constructor(private comparison: Comparison) {
    super();
  }

  holds(subject: Subject): bool {
    return this.comparison.holds(subject.request.prompt.estimatedTokens);
  }
}

export class MessagesAre extends Condition {
  constructor(private comparison: Comparison) {
    super();
  }

  holds(subject: Subject): bool {
    return this.comparison.holds(subject.request.prompt.messages);
  }
}

export enum Trait {
  Tools = 0,
  Images = 1,
  System = 2,
  Schema = 3,
}

export class PromptHas extends Condition {
  constructor(
    private trait: Trait,
    private wanted: bool,
  ) {
    super();
  }

  holds(subject: Subject): bool {
    return has(subject.request.prompt, this.trait) == this.wanted;
  }
}

function has(prompt: Prompt, trait: Trait): bool {
  switch (trait) {
    case Trait.Tools:
      return prompt.hasTools;
    case Trait.Images:
      return prompt.hasImages;
    case Trait.System:
      return prompt.hasSystem;
    default:
      return prompt.hasSchema;
  }
}
