import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import type { Config } from "../../contract/config.ts";
import type { Policy } from "../../contract/policy.ts";
import { loadConfig } from "../../control-plane/config/load.ts";
import { LivePolicy } from "../../control-plane/managed/live-policy.ts";
import { buildPolicy } from "../../control-plane/policy/build.ts";
import { Reloader } from "../../control-plane/reload/reloader.ts";
import { watchFile } from "../../control-plane/reload/watch-file.ts";
import { openStore } from "../../control-plane/store-place/open-store.ts";
import { collectedLog } from "./collected-log.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const TEXT = `
providers:
  a: { dialect: openai, url: "http://127.0.0.1:1/v1", keys: [ { secret: env:KEY } ] }
  b: { dialect: anthropic, url: "http://127.0.0.1:2" }
models:
  m: { targets: [ { provider: a }, { provider: b, model: claude-1 } ] }
keys: [ { id: k, secret_sha256: ${"a".repeat(64)} } ]
`;

async function reloading(told: string[] = []) {
  const path = join(temporaryFolder(), "headgate.yaml");
  writeFileSync(path, TEXT);
  const environment = { KEY: "sk-1" };
  const { config } = await loadConfig(path, environment);
  const { log, lines } = collectedLog();
  const taken: Policy[] = [];
  const store = await openStore(`sqlite:${path}.db`);
  onTestFinished(() => store.close());
  const running = { config, policy: buildPolicy(config, environment) };
  const live = await LivePolicy.open({ store, file: config, running, environment, log, openKey: () => "" });
  onTestFinished(() => live.close());
  const accept = async (config: Config) => {
    const snapshot = await live.takeFile(config, path);
    taken.push(snapshot);
    return snapshot;
  };
  const reloader = new Reloader({ path, config, log, told, onRead: () => {}, accept });
  const change = (text: string) => {
    writeFileSync(path, text);
    return reloader.reload();
  };
  return { path, reloader, lines, taken, change };
}

describe("taken without a restart", () => {
  const LIVE: [name: string, text: string][] = [
    ["an upstream model's name", TEXT.replace("claude-1", "claude-2")],
    ["a path of a base URL", TEXT.replace(":1/v1", ":1/other")],
    ["a dialect", TEXT.replace("anthropic", "ollama")],
    ["a preset at the same address", TEXT.replace("dialect: anthropic", "preset: vllm")],
    ["a trait", TEXT.replace(':2" }', ':2", traits: { tool_id: nine } }')],
    [
      "another provider key",
      TEXT.replace(`"http://127.0.0.1:2"`, `"http://127.0.0.1:2", keys: [ { secret: env:KEY } ]`),
    ],
    ["one client key more", TEXT.replace("\nkeys: [ {", `\nkeys: [ { id: l, secret_sha256: ${"b".repeat(64)} }, {`)],
    ["an allowlist", TEXT.replace("id: k,", "id: k, allow: [ x ],")],
    ["a weight", TEXT.replace("provider: a }", "provider: a, weight: 2 }")],
    ["a provider that no model uses", TEXT.replace("models:", '  c: { dialect: openai, url: "http://c" }\nmodels:')],
  ];
  test.each(LIVE)("%s", async (_name, text) => {
    const { change, taken, reloader } = await reloading();
    await change(text);
    expect(reloader.rejected).toBeUndefined();
    expect(taken).toHaveLength(1);
  });
});

describe("refused, with the reason", () => {
  const REFUSED: [name: string, text: string, reason: string][] = [
    ["a bad file", TEXT.replace("provider: a", "provider: x"), 'models.m.targets[0].provider: no provider named "x"'],
    ["bad YAML", "a: [", "1:5: "],
    ["a variable that is not set", TEXT.replace("env:KEY", "env:OTHER"), "OTHER is not set"],
    [
      "targets in another order",
      TEXT.replace(/\[ (\{ provider: a \}), (.*) \] \}/, "[ $2, $1 ] }"),
      "needs a restart: models.m.targets changed",
    ],
    [
      "a model more",
      TEXT.replace("models:", "models:\n  n: { targets: [ { provider: b } ] }"),
      "needs a restart: models.n.targets was added",
    ],
    [
      "a model less",
      TEXT.replace("  m:", "  n:"),
      "needs a restart: models.m.targets was removed, models.n.targets was added",
    ],
    ["another address of a provider", TEXT.replace(":2", ":3"), "needs a restart: providers.b.url changed"],
    ["another address of ours", `${TEXT}listen: 127.0.0.1:4`, "needs a restart: listen changed"],
    [
      "timeouts",
      `${TEXT}timeouts: { connect: 1s, idle: 700s }`,
      "needs a restart: timeouts.idle changed, timeouts.connect changed",
    ],
  ];
  test.each(REFUSED)("%s", async (_name, text, reason) => {
    const { change, taken, reloader, lines } = await reloading();
    await change(text);
    expect(taken).toEqual([]);
    expect(reloader.rejected?.reason).toContain(reason);
    expect(lines.join("\n")).toContain(reason);
  });

  test("a file that is gone, until it is back", async () => {
    const { path, change, taken, reloader } = await reloading();
    rmSync(path);
    await reloader.reload();
    expect(reloader.rejected?.reason).toContain("there is no such file");
    await change(TEXT);
    expect(reloader.rejected).toBeUndefined();
    expect(taken).toHaveLength(1);
  });

  test("the same complaint is logged once", async () => {
    const { change, lines } = await reloading();
    await change("a: [");
    await change("a: [");
    expect(lines.filter((line) => line.startsWith("error"))).toHaveLength(1);
  });
});

describe("a warning", () => {
  const RULES = TEXT.replace("m: { targets", "m: { strategy: rules, targets");

  test("is one line, and said once", async () => {
    const { change, lines } = await reloading();
    await change(RULES);
    await change(RULES.replace("claude-1", "claude-2"));
    await change(RULES.replace("claude-1", "claude-3"));
    expect(lines.filter((line) => line.startsWith("warning"))).toEqual([
      "warning: models.m.strategy: rules choose among models, not among targets: these are tried as they are listed",
    ]);
  });

  test("is said again when it has come back, and not where somebody has said it", async () => {
    const told = "models.m.strategy: rules choose among models, not among targets: these are tried as they are listed";
    const { change, lines } = await reloading([told]);
    const warnings = () => lines.filter((line) => line.startsWith("warning"));
    await change(RULES);
    expect(warnings()).toEqual([]);
    await change(TEXT);
    await change(RULES);
    expect(warnings()).toEqual([`warning: ${told}`]);
  });
});

describe("a watched file is seen", () => {
  const WAYS: [name: string, change: (path: string) => void][] = [
    ["written in place", (path) => writeFileSync(path, "two")],
    [
      "replaced",
      (path) => {
        writeFileSync(`${path}~`, "two");
        renameSync(`${path}~`, path);
      },
    ],
    ["removed", (path) => rmSync(path)],
  ];
  test.each(WAYS)("%s", async (_name, change) => {
    const path = join(temporaryFolder(), "headgate.yaml");
    writeFileSync(path, "one");
    let seen = 0;
    onTestFinished(
      watchFile(path, () => {
        seen += 1;
      }),
    );
    change(path);
    await expect.poll(() => seen, { timeout: 5000 }).toBeGreaterThan(0);
  });

  test("also where its folder goes and comes, by the look once a second", async () => {
    const folder = join(temporaryFolder(), "inner");
    mkdirSync(folder);
    const path = join(folder, "headgate.yaml");
    writeFileSync(path, "one");
    let seen = 0;
    onTestFinished(
      watchFile(path, () => {
        seen += 1;
      }),
    );
    renameSync(folder, `${folder}-old`);
    mkdirSync(folder);
    writeFileSync(path, "two");
    await expect.poll(() => seen, { timeout: 5000 }).toBeGreaterThan(0);
  });
});
