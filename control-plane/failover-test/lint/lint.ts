import type { Config, Policy } from "../../contract.ts";
import type { Finding } from "./finding.ts";

export function lint(_config: Config, _policy: Policy): Finding[] {
  return [];
}
