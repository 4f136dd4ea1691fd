import { Standings } from "../policy/health/standings";
import { CoolDowns } from "../policy/keys/cool-downs";
import { SharedLedger } from "./shared-ledger";

/** This VM's view of what all workers, and through the control plane all Envoys, know of providers. */
export const coolDowns = new CoolDowns(new SharedLedger());
export const standings = new Standings();
