/** Why a target is not among those that a request may go to. */
export enum LeftOut {
  No = 0,
  /** Its name is denied to the caller's key or tenant. */
  Denied = 1,
  /** It does not keep to what is required. */
  Required = 2,
  Vision = 3,
  Tools = 4,
  ContextLength = 5,
  /** It holds no answer to a JSON schema, and another does. */
  Schema = 6,
  /** Its dialect cannot say the request. */
  Dialect = 7,
}

/** As the access log and `headgate explain` have it. */
export function nameOf(reason: LeftOut): string {
  switch (reason) {
    case LeftOut.Denied:
      return "denied";
    case LeftOut.Required:
      return "require";
    case LeftOut.Vision:
      return "vision";
    case LeftOut.Tools:
      return "tools";
    case LeftOut.ContextLength:
      return "context_length";
    case LeftOut.Schema:
      return "json_schema";
    default:
      return "dialect";
  }
}
