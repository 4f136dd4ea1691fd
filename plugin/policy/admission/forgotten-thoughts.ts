import { ClientRequest } from "../../dialect/client-request";
import { Splices } from "../../exchange/splices";
import { dropThoughts } from "../../exchange/thoughts";
import { Admission } from "./admission";

/**
 * A provider cannot read what another thought, and a client that speaks its dialect cannot know whose thoughts it holds:
 * the request goes on without them. False: it has none, or cannot be written without them.
 */
export function forgetThoughts(admission: Admission, asked: ClientRequest): bool {
  const request = asked.chat;
  if (request === null || !dropThoughts(request)) return false;
  admission.cuts = new Splices();
  if (!asked.dialect.cutThoughts(asked.tape, false, admission.cuts)) admission.rewritten = true;
  return true;
}
