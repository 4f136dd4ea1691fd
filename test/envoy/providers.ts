import { DIALECTS, type Dialect } from "../../contract/dialect.ts";
import type { Provider } from "../fixtures/provider/index.ts";
import type { GatewayConfig } from "./gateway.ts";

/** The base URL as the dialect's own SDK takes it. */
export function baseUrlOf(dialect: Dialect, url: string): string {
  return dialect === "openai" || dialect === "responses" ? `${url}/v1` : url;
}

/** The one provider under the name of each dialect. */
export function everyDialect({ url }: Provider): GatewayConfig["providers"] {
  return Object.fromEntries(DIALECTS.map((dialect) => [dialect, { dialect, url: baseUrlOf(dialect, url) }]));
}
