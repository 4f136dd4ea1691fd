import { NOTHING, Tape } from "../../wire/json-tape";
import { Span } from "../../wire/span";
import { Policy } from "../policy";
import { LeaveOut } from "../provider/leave-out";
import { decoded } from "./decoded";

/** Of a policy's provider: `leaveOutSchema` in contract/leave-out.ts. */
export function readLeaveOut(tape: Tape, value: i32, policy: Policy): LeaveOut {
  const leaveOut = new LeaveOut();
  readPatterns(tape, tape.find(value, "betas"), policy, leaveOut.betas);
  readPatterns(tape, tape.find(value, "fields"), policy, leaveOut.fields);
  return leaveOut;
}

function readPatterns(tape: Tape, list: i32, policy: Policy, into: Array<Span>): void {
  if (!tape.isArray(list)) return;
  for (let item = tape.first(list); item != NOTHING; item = tape.next(list, item)) {
    if (tape.isString(item)) into.push(decoded(tape, item, policy));
  }
}
