import { environment } from "../abi/environment";
import { header, httpCall } from "../abi/host";
import { MapType } from "../abi/types";
import { HeaderWriter } from "../wire/header-list";
import { wholeNumber } from "../wire/json-number";
import { NOTHING, Tape } from "../wire/json-tape";
import { Output } from "../wire/output";
import { Span, text } from "../wire/span";

/** Longer than the control plane holds a poll open (25 s). */
const TIMEOUT_MILLISECONDS: i32 = 40_000;

/** The long poll for snapshots: one call is always under way, except while the control plane is away. */
export class SnapshotPoll {
  private token: u32 = 0;

  constructor(
    private cluster: string,
    private authority: string,
  ) {}

  /** From `control_plane` of the plugin configuration; null if there is none: the inline policy is all there is. */
  static configured(tape: Tape, value: i32): SnapshotPoll | null {
    if (value == NOTHING || !tape.isObject(value)) return null;
    const cluster = tape.text(tape.find(value, "cluster"));
    return new SnapshotPoll(text(cluster), text(tape.text(tape.find(value, "authority"))));
  }

  ask(version: Span): void {
    if (this.token != 0) return;
    const headers = new HeaderWriter();
    const path = new Output();
    path.ascii("/snapshot?version=");
    path.raw(version);
    headers.setText(":method", "GET");
    headers.set(":path", path.bytes);
    headers.setText(":authority", this.authority);
    path.clear();
    path.ascii("Bearer ");
    path.raw(environment("HEADGATE_SNAPSHOT_TOKEN"));
    headers.set("authorization", path.bytes);
    this.token = httpCall(this.cluster, headers.bytes, TIMEOUT_MILLISECONDS);
    headers.free();
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
