/** What a client and a provider of one dialect send each other at one endpoint, as its documentation has it. */
export interface Seeds {
  /** Where the client asks. */
  path: string;
  /** By what is in them; `text` and `streamed` say only what every dialect can. `model` is put in by who sends them. */
  requests: Readonly<Record<string, object>>;
  /** Whole answers. */
  answers: Readonly<Record<string, object>>;
  /** One string an event; none at an endpoint that does not stream. */
  streams: Readonly<Record<string, readonly string[]>>;
  /** With a status of 400 or more. */
  errors: readonly object[];
}

/** A one-pixel PNG. */
export const PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

export const WEATHER_SCHEMA = {
  type: "object",
  properties: { city: { type: "string" }, unit: { type: "string", enum: ["C", "F"] } },
  required: ["city"],
  additionalProperties: false,
};

/** A server-sent event without a name. */
export function data(document: object): string {
  return `data: ${JSON.stringify(document)}\n\n`;
}

/** A server-sent event under the name that its `type` says. */
export function named(document: { type: string; [field: string]: unknown }): string {
  return `event: ${document.type}\n${data(document)}`;
}
