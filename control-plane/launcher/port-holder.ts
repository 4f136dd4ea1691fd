import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { runProgram } from "../setup/run-program.ts";

/** ` by envoy (pid 123)`, or nothing where that cannot be found out. */
export async function describeHolder(port: number): Promise<string> {
  const holder = holderInProc(port) ?? (await holderByLsof(port));
  return holder === undefined ? "" : ` by ${holder.name} (pid ${holder.pid})`;
}

interface Holder {
  pid: number;
  name: string;
}

/** Linux: the listening socket's inode, and the process that has it open. */
function holderInProc(port: number): Holder | undefined {
  const inodes = new Set(["/proc/net/tcp", "/proc/net/tcp6"].flatMap((table) => listeningInodes(table, port)));
  if (inodes.size === 0) return undefined;
  for (const pid of quietly(() => readdirSync("/proc")) ?? []) {
    if (!/^\d+$/.test(pid)) continue;
    const files = quietly(() => readdirSync(`/proc/${pid}/fd`)) ?? [];
    if (files.some((file) => inodes.has(quietly(() => readlinkSync(`/proc/${pid}/fd/${file}`)) ?? ""))) {
      return { pid: Number(pid), name: quietly(() => readFileSync(`/proc/${pid}/comm`, "utf8").trim()) ?? "a process" };
    }
  }
  return undefined;
}

/** Rows of proc(5)'s tables: `sl local_address rem_address st … inode`, addresses and ports in hex, 0A is LISTEN. */
function listeningInodes(table: string, port: number): string[] {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, "0")}`;
  return (quietly(() => readFileSync(table, "utf8")) ?? "")
    .split("\n")
    .map((row) => row.trim().split(/\s+/))
    .filter((row) => row[1]?.endsWith(suffix) && row[3] === "0A")
    .map((row) => `socket:[${row[9]}]`);
}

async function holderByLsof(port: number): Promise<Holder | undefined> {
  const { stdout } = await runProgram("lsof", ["-nP", `-iTCP:${port}`, "-sTCP:LISTEN", "-Fpc"], { timeoutMs: 2000 });
  const pid = /^p(\d+)$/m.exec(stdout)?.[1];
  return pid === undefined ? undefined : { pid: Number(pid), name: /^c(.+)$/m.exec(stdout)?.[1] ?? "a process" };
}

/** Processes come and go, and other users' are closed to us. */
function quietly<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
