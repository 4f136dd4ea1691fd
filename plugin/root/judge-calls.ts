import { judgeQueue } from "../vm/health";
import { Constant } from "../wire/constant";
import { ControlPlane } from "./control-plane";

/** For the control plane to take it: it does not wait for the verdict. */
const TIMEOUT_MILLISECONDS: i32 = 1_500;

const PATH = new Constant("/judge");

/** Hands answers to the control plane for its judge, one at a time. One that is lost is lost. */
export class JudgeCalls {
  private token: u32 = 0;

  constructor(private controlPlane: ControlPlane) {}

  onTick(): void {
    if (this.token != 0) return;
    const next = judgeQueue.next();
    if (next === null) return;
    this.token = this.controlPlane.post(PATH.bytes, next.bytes, TIMEOUT_MILLISECONDS);
    next.free();
  }

  isMine(token: u32): bool {
    return this.token != 0 && token == this.token;
  }

  onResponse(): void {
    this.token = 0;
  }
}
