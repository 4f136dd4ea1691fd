import type { Gateway } from "./gateway.ts";

/** One of Envoy's own numbers, or the first text of that name. */
export async function stat(gateway: Pick<Gateway, "admin">, name: string): Promise<string | undefined> {
  const text = await (await fetch(`${gateway.admin}/stats`)).text();
  const line = text.split("\n").find((one) => one.startsWith(`${name}: `));
  return line?.slice(name.length + 2);
}
