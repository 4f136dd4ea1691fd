import { RootContext, StreamContext } from "./abi/context";
import { expectLasting, registerRoot, whenIdle } from "./abi/dispatcher";
import { environment } from "./abi/environment";
import { body, nanoseconds, setSharedData, setTickPeriod, sharedData } from "./abi/host";
import { logText } from "./abi/log";
import { BufferType, LogLevel } from "./abi/types";
import { GatewayStream } from "./gateway";
import { EndingStream } from "./gateway/ending";
import { markVm } from "./live/exchanges";
import { breakSilences } from "./live/quiet-streams";
import { loadPolicy } from "./policy/load/load-policy";
import { policyProblem } from "./policy/load/problem";
import { Policy } from "./policy/policy";
import { Attempt } from "./provider";
import { ControlPlane } from "./root/control-plane";
import { JudgeCalls } from "./root/judge-calls";
import { LeaseCalls } from "./root/lease-calls";
import { SnapshotPoll } from "./root/snapshot-poll";
import { TelemetryCalls } from "./root/telemetry-calls";
import { milliseconds } from "./vm/clock";
import { books } from "./vm/limits";
import { keepMemory, shedMemory } from "./vm/memory";
import { flushCounters } from "./vm/metrics";
import { Tape } from "./wire/json-tape";
import { ABSENT, length, Span, text } from "./wire/span";

/** How often counts go to Envoy, and an unreachable control plane is asked again. */
const TICK_MILLISECONDS: i32 = 500;

/** Of a policy's JSON, for one object in memory: measured on 10 to 10,000 keys and models. */
const BYTES_PER_OBJECT: i32 = 64;

/** One configuration of the gateway filter: the policy in force, and the poll for the next one. */
class GatewayRoot extends RootContext {
  /** Before the first one: a policy that serves nobody. */
  private policy: Policy = new Policy(new StaticArray<u8>(0));
  private controlPlane: ControlPlane | null = null;
  private poll: SnapshotPoll | null = null;
  /** Null: there is no control plane to share limits through. */
  private leases: LeaseCalls | null = null;
  /** Null: there is no control plane to tell how targets do. */
  private telemetry: TelemetryCalls | null = null;
  /** Null: there is no control plane that knows a judge. */
  private judge: JudgeCalls | null = null;
  /** Under which snapshots are kept that take the place of this configuration's inline policy. */
  private snapshotKey: string = "";

  onConfigure(size: i32): bool {
    markVm(nanoseconds());
    const tape = new Tape();
    const configuration = body(BufferType.PluginConfiguration, 0, size);
    if (!tape.scan(configuration) || !tape.isObject(tape.root)) {
      logText(LogLevel.Error, "headgate: the plugin configuration is not a JSON object");
      return false;
    }
    const inline = tape.find(tape.root, "policy");
    if (!tape.isObject(inline)) {
      logText(LogLevel.Error, "headgate: the plugin configuration has no policy");
      return false;
    }
    if (!this.replacePolicy(tape.bytes(inline))) return false;
    this.takeUpSnapshot();
    const controlPlane = ControlPlane.configured(tape, tape.find(tape.root, "control_plane"));
    this.controlPlane = controlPlane;
    if (controlPlane !== null) {
      this.poll = new SnapshotPoll(controlPlane);
      this.leases = new LeaseCalls(controlPlane);
      this.telemetry = new TelemetryCalls(controlPlane);
      this.judge = new JudgeCalls(controlPlane);
    }
    tape.free();
    setTickPeriod(TICK_MILLISECONDS);
    return true;
  }

  /** A refused policy leaves the one in force where it is. */
  private replacePolicy(json: Span): bool {
    const before = memory.size();
    const policy = loadPolicy(json, environment);
    if (policy === null) {
      logText(LogLevel.Error, "headgate: policy refused: " + policyProblem);
      return false;
    }
    this.policy = policy;
    expectLasting(length(json) / BYTES_PER_OBJECT);
    keepMemory(memory.size() - before);
    return true;
  }

  /** A VM that was made anew, after a trap or for another worker, goes on with the last snapshot that any had. */
  private takeUpSnapshot(): void {
    this.snapshotKey = "headgate.snapshot." + text(this.policy.version);
    const kept = sharedData(this.snapshotKey);
    if (kept != ABSENT) this.replacePolicy(kept);
  }

  onTick(): void {
    flushCounters();
    if (books.vms.number != 0) books.vms.answer(milliseconds());
    this.askForSnapshot();
    const leases = this.leases;
    if (leases !== null) leases.onTick(this.policy.scopes);
    const telemetry = this.telemetry;
    if (telemetry !== null) telemetry.onTick();
    const judge = this.judge;
    if (judge !== null) judge.onTick();
    breakSilences(milliseconds());
  }

  private askForSnapshot(): void {
    const poll = this.poll;
    if (poll !== null) poll.ask(this.policy.version);
  }

  onCallResponse(token: u32, headerCount: i32, bodySize: i32): void {
    const leases = this.leases;
    if (leases !== null && leases.isMine(token)) return leases.onResponse(headerCount, bodySize);
    const telemetry = this.telemetry;
    if (telemetry !== null && telemetry.isMine(token)) return telemetry.onResponse(headerCount, bodySize);
    const judge = this.judge;
    if (judge !== null && judge.isMine(token)) return judge.onResponse();
    const poll = this.poll;
    if (poll === null || !poll.isMine(token)) return;
    const status = poll.status(headerCount);
    if (status == 200) {
      const snapshot = body(BufferType.CallResponseBody, 0, bodySize);
      if (this.replacePolicy(snapshot)) setSharedData(this.snapshotKey, snapshot);
    }
    // Asked again at once, so that the next change is in force at once; a failure waits for the tick.
    if (status == 200 || status == 204) this.askForSnapshot();
  }

  newStream(id: u32): StreamContext {
    return new GatewayStream(id, this.policy, this.controlPlane);
  }
}

/** The provider filter needs no configuration: all it uses comes with the exchange. */
class ProviderRoot extends RootContext {
  newStream(id: u32): StreamContext {
    return new Attempt(id);
  }
}

class EndingRoot extends RootContext {
  newStream(id: u32): StreamContext {
    return new EndingStream(id);
  }
}

export function registerRoots(): void {
  registerRoot("headgate.gateway", () => new GatewayRoot());
  registerRoot("headgate.provider", () => new ProviderRoot());
  registerRoot("headgate.ending", () => new EndingRoot());
  whenIdle(shedMemory);
}
