import { environment } from "../abi/environment";
import { httpCall } from "../abi/host";
import { HeaderWriter } from "../wire/header-list";
import { Tape } from "../wire/json-tape";
import { Output } from "../wire/output";
import { ABSENT, Span, text } from "../wire/span";

const headers = new HeaderWriter();
const bearer = new Output();

/** Where what cannot be decided at wire speed is asked. */
export class ControlPlane {
  private constructor(
    private cluster: string,
    private authority: string,
  ) {}

  /** From `control_plane` of the plugin configuration; null if there is none: the inline policy is all there is. */
  static configured(tape: Tape, value: i32): ControlPlane | null {
    if (!tape.isObject(value)) return null;
    const cluster = tape.text(tape.find(value, "cluster"));
    return new ControlPlane(text(cluster), text(tape.text(tape.find(value, "authority"))));
  }

  /** The token of the reply; 0: the host refused the call. */
  get(path: Span, timeoutMilliseconds: i32): u32 {
    return this.call("GET", path, ABSENT, timeoutMilliseconds);
  }

  /** As `get`, with a document of JSON. */
  post(path: Span, json: Span, timeoutMilliseconds: i32): u32 {
    return this.call("POST", path, json, timeoutMilliseconds);
  }

  private call(method: string, path: Span, body: Span, timeoutMilliseconds: i32): u32 {
    headers.clear();
    headers.setText(":method", method);
    headers.set(":path", path);
    headers.setText(":authority", this.authority);
    if (body != ABSENT) headers.setText("content-type", "application/json");
    bearer.clear();
    bearer.ascii("Bearer ");
    bearer.raw(environment("HEADGATE_SNAPSHOT_TOKEN"));
    headers.set("authorization", bearer.bytes);
    return httpCall(this.cluster, headers.bytes, body, timeoutMilliseconds);
  }
}
