import { Span } from "../../wire/span";
import { Affinity } from "./affinity";
import { CapabilityLimits } from "./capabilities";
import { Patience } from "./patience";
import { NO_REQUIREMENT, Requirement } from "./requirement";
import { Strategy } from "./strategy";
import { Target } from "./target";

/** A name that clients ask for, or a glob over names, and where it goes, in failover order. */
export class Model {
  targets: Array<Target> = [];
  /** One per target; 0 where the policy gives none. */
  weights: Array<f64> = [];
  /** One per target: the Envoy cluster whose failover order begins with it, `<model>@<index>`. */
  pools: Array<Span> = [];
  /** In place of the policy's cache mode, as a `CacheMode`; -1: none. */
  cache: i32 = -1;
  patience: Patience = new Patience();
  strategy: Strategy = Strategy.Priority;
  affinity: Affinity = Affinity.Told;
  /** The header that names a conversation; empty: the well-known ones do. */
  sessionHeader: string = "";
  /** Whether it makes a difference which conversation a request belongs to. */
  keepsConversations: bool = false;
  /** What its targets have to be, for every request. */
  require: Requirement = NO_REQUIREMENT;
  /** Of its targets. */
  limits: CapabilityLimits = new CapabilityLimits();

  constructor(
    /** Decoded. */
    public name: Span,
    /** As it stands in the policy: a raw JSON string. */
    public rawName: Span,
    public isGlob: bool,
  ) {}
}
