import { wholeNumber } from "../../wire/json-number";
import { Tape } from "../../wire/json-tape";
import { Capabilities } from "../model/capabilities";

/** Of a policy's target: `capabilitiesSchema` in contract/routing.ts. */
export function readCapabilities(tape: Tape, target: i32): Capabilities {
  const capabilities = new Capabilities();
  const context = tape.find(target, "context_length");
  if (tape.isNumber(context)) capabilities.contextLength = max(wholeNumber(tape.bytes(context)), 0);
  capabilities.lacksVision = tape.isFalse(tape.find(target, "vision"));
  capabilities.lacksTools = tape.isFalse(tape.find(target, "tools"));
  return capabilities;
}
