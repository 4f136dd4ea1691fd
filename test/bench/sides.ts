import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { WIRE } from "../fixtures/wire/index.ts";
import type { Envoys } from "./envoys.ts";
import { mockPath } from "./mock-provider.ts";
import type { Scenario } from "./scenarios.ts";

/** One of the two that are compared, in one scenario. */
export interface Side {
  name: "plain" | "gateway";
  pid: number;
  /** Where the client sends its request. */
  url: string;
  body: string;
  /** The body as a file, for wrk. */
  bodyPath: string;
}

/** Both get the same request. Plain Envoy passes it on to where the mock answers in the client's dialect. */
export function sidesOf(scenario: Scenario, { plain, gateway }: Envoys, folder: string): readonly [Side, Side] {
  const bodyPath = join(folder, `${scenario.name}.json`);
  writeFileSync(bodyPath, scenario.body);
  const request = { body: scenario.body, bodyPath };
  return [
    { name: "plain", pid: plain.process.pid, url: plain.url + mockPath(scenario.kind, "openai"), ...request },
    { name: "gateway", pid: gateway.process.pid, url: gateway.url + WIRE.openai.path, ...request },
  ];
}
