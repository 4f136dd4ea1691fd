import { Dialect } from "../../dialect/dialect";
import { Span } from "../../wire/span";

/** How a provider key is presented. */
export enum Auth {
  None = 0,
  /** `authorization: Bearer <key>`, RFC 6750. */
  Bearer = 1,
  /** `x-api-key`, Anthropic's. */
  XApiKey = 2,
  /** `api-key`, Azure's. */
  ApiKey = 3,
}

/** One dialect that a provider speaks, and where. */
export class Face {
  constructor(
    public dialect: Dialect,
    /** What stands before the dialect's own paths, without a slash at its end. */
    public path: Span,
    public auth: Auth,
  ) {}
}
