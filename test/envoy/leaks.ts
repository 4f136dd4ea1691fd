import { expect } from "vitest";
import { ask } from "./ask.ts";
import type { Gateway } from "./gateway.ts";

/** Where an operator, or a scraper, looks: none of it is a place for a secret. */
const ADMIN_PAGES = ["/stats", "/stats/prometheus", "/config_dump?include_eds", "/clusters", "/certs", "/server_info"];

/** Names what shows of `secrets` (by name), and where; `collected`: what a test saw of answers and traces, by a name. */
export async function leaksOf(
  gateway: Pick<Gateway, "admin" | "logs" | "controlPlane">,
  secrets: Readonly<Record<string, string>>,
  collected: Readonly<Record<string, string>> = {},
): Promise<string[]> {
  const places: Record<string, string> = { "the logs": gateway.logs(), ...collected };
  for (const page of ADMIN_PAGES) {
    const { status, text } = await ask({ url: gateway.admin }, page);
    expect(status, page).toBe(200);
    places[`Envoy's ${page}`] = text;
  }
  if (gateway.controlPlane) places["/healthz"] = (await ask(gateway.controlPlane, "/healthz")).text;
  return Object.entries(secrets).flatMap(([name, secret]) =>
    Object.entries(places)
      .filter(([, text]) => spellings(secret).some((spelling) => text.includes(spelling)))
      .map(([place]) => `${name} in ${place}`),
  );
}

/** As `leaksOf`: the failure names the secrets, and does not show them either. */
export async function expectNoLeaks(...where: Parameters<typeof leaksOf>): Promise<void> {
  const found = await leaksOf(...where);
  if (found.length > 0) throw new Error(`secrets show: ${found.join("; ")}`);
}

function spellings(secret: string): string[] {
  // Base64 of what stands in the middle of a longer text: without the letters that its neighbours share.
  const base64 = [0, 1, 2].map((offset) =>
    Buffer.from("x".repeat(offset) + secret)
      .toString("base64")
      .replace(/=+$/, "")
      .slice(offset === 0 ? 0 : 4, -2),
  );
  return [secret, encodeURIComponent(secret), ...base64];
}
