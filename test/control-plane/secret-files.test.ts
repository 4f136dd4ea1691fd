import { execFileSync } from "node:child_process";
import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { SNAPSHOT_TOKEN } from "../../contract/snapshot-token.ts";
import { checkConfig } from "../../control-plane/config/parse.ts";
import { secretFiles } from "../../control-plane/config/secret-files.ts";
import { buildPolicy } from "../../control-plane/policy/build.ts";
import { readSecret, secretProblem } from "../../control-plane/process/environment.ts";
import { startControlPlane } from "../../control-plane/server/control-plane.ts";
import { snapshotFor } from "../../control-plane/snapshot/snapshot.ts";
import { freePort } from "../envoy/free-port.ts";
import { collectedLog } from "./collected-log.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const SECRET = "sk-not-to-be-told";

describe("a secret in a file", () => {
  test.each([
    ["as it is", SECRET],
    ["with a line break", `${SECRET}\n`],
    ["with those of another system", `${SECRET}\r\n`],
    ["with several", `${SECRET}\n\n`],
  ])("%s", (_, content) => {
    const path = join(temporaryFolder(), "key");
    writeFileSync(path, content);
    expect(readSecret(`file:${path}`, "x", {})).toBe(SECRET);
  });

  const WRONG: [string, (path: string) => void, (path: string) => string][] = [
    ["is not there", () => {}, (path) => `there is no file ${path}`],
    ["is a folder", (path) => mkdirSync(path), (path) => `${path} is no file`],
    ["is a pipe", (path) => execFileSync("mkfifo", [path]), (path) => `${path} is no file`],
    ["is empty", (path) => writeFileSync(path, "\n"), (path) => `the file ${path} is empty`],
    [
      "is too large",
      (path) => writeFileSync(path, SECRET.repeat(2000)),
      (path) => `the file ${path} has more than 16 KiB, which no secret has`,
    ],
    [
      "holds two lines",
      (path) => writeFileSync(path, `${SECRET}\n${SECRET}\n`),
      (path) => `the file ${path} holds white space or other characters that no key has`,
    ],
    [
      "holds other bytes",
      (path) => writeFileSync(path, Buffer.from([0x73, 0x6b, 0xff, 0x00])),
      (path) => `the file ${path} holds white space or other characters that no key has`,
    ],
    ["is a link in a circle", (path) => symlinkSync(path, path), (path) => `the file ${path} cannot be read (ELOOP)`],
  ];
  test.each(WRONG)("that %s is told, without what is in it", (_, make, problem) => {
    const path = join(temporaryFolder(), "key");
    make(path);
    expect(secretProblem(`file:${path}`, {})).toBe(problem(path));
  });
});

const configOf = (provider: string, client: string) => ({
  providers: { a: { dialect: "openai", url: "http://127.0.0.1:1/v1", keys: [{ secret: provider }] } },
  models: { m: { targets: [{ provider: "a" }] } },
  keys: [{ id: "k", secret: client }],
});

test("a file is no variable of Envoy's, and goes with the snapshot", () => {
  const folder = temporaryFolder();
  for (const name of ["provider", "client"]) writeFileSync(join(folder, name), `sk-of-${name}\n`);
  const config = checkConfig(configOf(`file:${folder}/provider`, `file:${folder}/client`), "test");
  expect(secretFiles(config)).toEqual([`${folder}/provider`, `${folder}/client`]);
  const policy = buildPolicy(config, {});
  expect(JSON.stringify(policy)).not.toContain("sk-of");
  expect(snapshotFor({ config, policy }, {}).providers[0]?.keys[0]?.value).toBe("sk-of-provider");
});

test.each(["file:relative", "file:/a folder/x", "file:/", "file:", "file:/x/"])("%s is no reference", (reference) => {
  expect(() => checkConfig(configOf(reference, "env:C"), "test")).toThrow("providers.a.keys[0].secret: expected");
});

/** A folder as Kubernetes mounts a secret: names that are links into a folder that is a link itself. */
function mounted(): { folder: string; swap(content: string): void } {
  const folder = temporaryFolder();
  let turn = 0;
  const swap = (content: string) => {
    turn += 1;
    mkdirSync(join(folder, `..${turn}`));
    writeFileSync(join(folder, `..${turn}`, "key"), content);
    symlinkSync(`..${turn}`, join(folder, "..next"));
    renameSync(join(folder, "..next"), join(folder, "..data"));
    if (turn > 1) rmSync(join(folder, `..${turn - 1}`), { recursive: true });
  };
  swap("sk-first\n");
  symlinkSync("..data/key", join(folder, "key"));
  return { folder, swap };
}

test("a rotated file is in force without a restart; a wrong one leaves what was good", async () => {
  const { folder, swap } = mounted();
  const client = join(temporaryFolder(), "client");
  writeFileSync(client, "hg-first");
  const port = await freePort();
  const path = join(temporaryFolder(), "headgate.yaml");
  const config = {
    ...configOf(`file:${folder}/key`, `file:${client}`),
    control_plane: { listen: `127.0.0.1:${port}` },
  };
  writeFileSync(path, JSON.stringify(config));
  const { log, lines } = collectedLog();
  const plane = await startControlPlane(path, { [SNAPSHOT_TOKEN]: "t" }, log);
  onTestFinished(() => plane.close());
  const snapshot = async () => {
    const response = await fetch(`http://127.0.0.1:${port}/snapshot?version=none`, {
      headers: { authorization: "Bearer t" },
    });
    const policy = await response.json();
    return { key: policy.providers[0].keys[0].value, client: policy.keys[0].secrets[0].sha256 };
  };
  const first = await snapshot();
  expect(first.key).toBe("sk-first");

  swap("sk-second\n");
  await expect.poll(async () => (await snapshot()).key, { timeout: 20_000 }).toBe("sk-second");
  writeFileSync(client, "hg-second");
  await expect.poll(async () => (await snapshot()).client, { timeout: 20_000 }).not.toBe(first.client);

  const refusals = () => lines.filter((line) => line.startsWith("error"));
  swap("sk with spaces\n");
  await expect.poll(() => refusals().length, { timeout: 20_000 }).toBe(1);
  expect(refusals()[0]).toContain(`providers.a.keys[0].secret: the file ${folder}/key holds white space`);
  expect((await snapshot()).key).toBe("sk-second");
  swap("sk-third\n");
  await expect.poll(async () => (await snapshot()).key, { timeout: 20_000 }).toBe("sk-third");
  expect(lines.join("\n")).not.toMatch(/sk-|sk with|hg-/);
});
