import { header } from "../abi/host";
import { MapType } from "../abi/types";
import { wholeNumber } from "../wire/json-number";
import { Output } from "../wire/output";
import { Span } from "../wire/span";
import { ControlPlane } from "./control-plane";

/** Longer than the control plane holds a poll open (25 s). */
const TIMEOUT_MILLISECONDS: i32 = 40_000;

/** The long poll for snapshots: one call is always under way, except while the control plane is away. */
export class SnapshotPoll {
  private token: u32 = 0;

  constructor(private controlPlane: ControlPlane) {}

  ask(version: Span): void {
    if (this.token != 0) return;
    const path = new Output();
    path.ascii("/snapshot?version=");
    path.raw(version);
    this.token = this.controlPlane.get(path.bytes, TIMEOUT_MILLISECONDS);
    path.free();
  }

  isMine(token: u32): bool {
    return token == this.token;
  }

  /** The status of the reply to our call; 0 if there was none. */
  status(headerCount: i32): i32 {
    this.token = 0;
    return headerCount == 0 ? 0 : <i32>wholeNumber(header(MapType.CallResponseHeaders, ":status"));
  }
}
