import { JudgeQueue } from "../policy/health/judge-queue";
import { Standings } from "../policy/health/standings";
import { Telemetry } from "../policy/health/telemetry";
import { CoolDowns } from "../policy/provider/cool-downs";
import { Quotas } from "../policy/provider/quotas";
import { HostEvidence } from "../policy/race/host-evidence";
import { KeyRing } from "../policy/race/key-ring";
import { milliseconds } from "./clock";
import { ownDraw } from "./draw";
import { books } from "./limits";
import { SharedLedger } from "./shared-ledger";

/** This VM's view of what all workers, and through the control plane all Envoys, know of providers. */
export const coolDowns = new CoolDowns(new SharedLedger());
export const quotas = new Quotas(books);
export const keyRing = new KeyRing(coolDowns, quotas, books, milliseconds, ownDraw);
export const hostEvidence = new HostEvidence(new SharedLedger());
/** What this VM saw, and has not told yet. */
export const telemetry = new Telemetry();
export const standings = new Standings();
/** The answers of this VM that wait for the judge. */
export const judgeQueue = new JudgeQueue();
