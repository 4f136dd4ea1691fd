import * as env from "./env";
import { LogLevel } from "./types";

export function logText(level: LogLevel, text: string): void {
  const bytes = String.UTF8.encode(text);
  env.proxy_log(level, changetype<usize>(bytes), bytes.byteLength);
}
