import { auditVerify } from "./audit-verify.ts";
import { check } from "./check.ts";
import type { Command } from "./command.ts";
import { completion } from "./completion.ts";
import { controlPlane } from "./control-plane.ts";
import { demoProvider } from "./demo-provider.ts";
import { explain } from "./explain.ts";
import { failoverTest } from "./failover-test.ts";
import { keysCreate, keysList, keysRevoke, keysRotate } from "./keys.ts";
import { policyApply, policyCheck, policyDiff, policyVersions } from "./policy.ts";
import { render } from "./render.ts";
import { policyRollBack } from "./roll-back.ts";
import { schema } from "./schema.ts";
import { setup } from "./setup.ts";
import { start } from "./start.ts";

/** In the order of `headgate --help`. */
export const COMMANDS: readonly Command[] = [
  start,
  render,
  check,
  schema,
  setup,
  controlPlane,
  demoProvider,
  keysCreate,
  keysList,
  keysRotate,
  keysRevoke,
  policyCheck,
  policyApply,
  policyDiff,
  policyRollBack,
  policyVersions,
  auditVerify,
  explain,
  failoverTest,
  completion(() => COMMANDS),
];
