/** What a target's upstream model can take; what is not known is not held against it. */
export class Capabilities {
  /** Tokens of prompt and answer; 0: not known. */
  contextLength: i64 = 0;
  lacksVision: bool = false;
  lacksTools: bool = false;
}

/** What of a model's targets makes it worth while to look at a request. */
export class CapabilityLimits {
  /** Tokens; 0: no target's context is known. */
  shortest: i64 = 0;
  /** One of the targets takes no images, no tools, or holds no answer to a schema. */
  someLack: bool = false;

  add(capabilities: Capabilities, jsonSchema: bool): void {
    const context = capabilities.contextLength;
    if (context > 0 && (this.shortest == 0 || context < this.shortest)) this.shortest = context;
    if (capabilities.lacksVision || capabilities.lacksTools || !jsonSchema) this.someLack = true;
  }
}
