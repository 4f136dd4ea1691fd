import { createServer } from "node:http";
import { join } from "node:path";
import express from "express";
import { request } from "undici";
import { expect, onTestFinished } from "vitest";
import { createAdmin } from "../../../control-plane/admin/admin.ts";
import type { Role } from "../../../control-plane/admin/route/caller.ts";
import { checkConfig } from "../../../control-plane/config/parse.ts";
import { CoolDownBoard } from "../../../control-plane/cool-down/cool-down-board.ts";
import { TargetHealth } from "../../../control-plane/health/target-health.ts";
import { LivePolicy } from "../../../control-plane/managed/live-policy.ts";
import { providerKeyBox } from "../../../control-plane/managed/provider-key-box.ts";
import { buildPolicy } from "../../../control-plane/policy/build.ts";
import { openStore } from "../../../control-plane/store-place/open-store.ts";
import { collectedLog } from "../collected-log.ts";
import { listening } from "../listening.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { expectFits } from "./fits-document.ts";

/** A file with one of each. */
export const FILE = {
  providers: { a: { dialect: "openai", url: "http://127.0.0.1:1/v1", keys: [{ secret: "env:A_KEY" }] } },
  models: { m: { targets: [{ provider: "a" }] } },
  tenants: { default: {}, shop: {}, lab: {} },
  keys: [{ id: "of-file", tenant: "shop", secret: "env:FILE_KEY" }],
  rules: [{ when: { model: "m" }, tag: "seen" }],
};

export const ENVIRONMENT = { A_KEY: "sk-of-a", FILE_KEY: "hg-of-file" };
export const ROOT = "hga-root-token-of-the-tests";

/** What the API makes: `hg-` for callers, `hga-` for administrators, and 32 random bytes. */
const MADE = /hga?-[\w-]{43}/g;

export interface AnswerOf {
  status: number;
  headers: Record<string, string>;
  // biome-ignore lint/suspicious/noExplicitAny: what was sent is what is tested
  body: any;
  text: string;
}

export interface AskOptions {
  token?: string | undefined;
  body?: unknown;
  headers?: Record<string, string>;
}

/** The admin API on a store of its own. @param running whether an Envoy runs that was rendered from the file */
export async function adminApi({ file = FILE as object, running = false } = {}) {
  const folder = temporaryFolder();
  const store = await openStore(`sqlite:${join(folder, "headgate.db")}`);
  onTestFinished(() => store.close());
  const { log, lines } = collectedLog();
  const health: Record<string, unknown> = { status: "ok" };
  const box = providerKeyBox({}, `sqlite:${join(folder, "headgate.db")}`);
  const config = checkConfig(file, "headgate.yaml");
  const live = await LivePolicy.open({
    store,
    file: config,
    environment: ENVIRONMENT,
    log,
    openKey: box.open,
    ...(running && { running: { config, policy: buildPolicy(config, ENVIRONMENT) } }),
  });
  onTestFinished(() => live.close());
  const targetHealth = new TargetHealth({ policy: () => live.current.policy });
  const coolDowns = new CoolDownBoard({ store, log });
  const options = { live, store, box, targetHealth, coolDowns, log };
  const admin = createAdmin({ ...options, environmentToken: ROOT, health: () => health });
  const server = createServer(express().use("/admin", admin.router));
  server.on("upgrade", admin.socket.upgrade);
  onTestFinished(() => admin.socket.close());
  const url = await listening(server);

  const shownOnce = new Set<string>();
  /** Of the secrets that the API makes, each is in one answer and in no other; of the rest none is in any. */
  const expectNoSecret = (text: string) => {
    for (const secret of [ROOT, ...Object.values(ENVIRONMENT)]) expect(text).not.toContain(secret);
    for (const [made = ""] of text.matchAll(MADE)) {
      expect(shownOnce, "a secret is shown again").not.toContain(made);
      shownOnce.add(made);
    }
  };
  onTestFinished(async () => {
    const kept = JSON.stringify([lines, await store.contents(), await store.audit({ limit: 1000 })]);
    expect(kept).not.toMatch(MADE);
    expectNoSecret(kept);
  });

  const ask = async (method: string, path: string, options: AskOptions = {}): Promise<AnswerOf> => {
    const { token = ROOT, body, headers = {} } = options;
    const response = await request(url + (path.startsWith("/admin") ? path : `/admin/v1${path}`), {
      method: method as "GET",
      headers: {
        ...(token !== "" && { authorization: `Bearer ${token}` }),
        ...(body !== undefined && { "content-type": "application/json" }),
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    const text = await response.body.text();
    expectNoSecret(text);
    const whole = path.startsWith("/admin") ? path : `/admin/v1${path}`;
    expectFits(admin, method, whole, {
      status: response.statusCode,
      headers: response.headers as Record<string, string>,
      text,
    });
    const json = String(response.headers["content-type"]).includes("json");
    return {
      status: response.statusCode,
      headers: response.headers as Record<string, string>,
      body: json ? JSON.parse(text) : undefined,
      text,
    };
  };
  const tokenFor = async (role: Role, tenant?: string): Promise<string> => {
    const { body } = await ask("POST", "/tokens", { body: { role, ...(tenant && { tenant }) } });
    return body.token;
  };
  return { ask, tokenFor, live, store, targetHealth, coolDowns, admin, url, lines, folder, health };
}
