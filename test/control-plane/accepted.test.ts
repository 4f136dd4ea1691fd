import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parseConfig } from "../../control-plane/config/parse.ts";
import { acceptedKeeper, readAccepted, writeAccepted } from "../../control-plane/reload/accepted.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const CONFIG = parseConfig(
  `
providers:
  groq: {}
  gpu: { preset: vllm, url: "http://gpu:8000", region: eu, traits: { tool_id: nine } }
  own: { dialect: openai, url: "http://127.0.0.1:1/v1", keys: [ { secret: env:KEY } ] }
models: { m: { targets: [ { provider: groq }, { provider: gpu, traits: { json_schema: false } }, { provider: own } ] } }
timeouts: { connect: 250ms }
keys: [ { id: k, secret: env:CALLER } ]
`,
  "headgate.yaml",
);

test("what was taken is read back as it was", () => {
  const folder = temporaryFolder();
  const accepted = { config: CONFIG, source: { kind: "file", path: "headgate.yaml" } as const, variables: ["KEY"] };
  writeAccepted(folder, accepted);
  expect(readAccepted(folder)).toEqual(accepted);
});

test("what another version wrote is refused by its path", () => {
  const folder = temporaryFolder();
  writeAccepted(folder, { config: CONFIG, source: { kind: "demo" }, variables: [] });
  const path = join(folder, "accepted.json");
  writeFileSync(path, readFileSync(path, "utf8").replaceAll('"faces"', '"fases"'));
  expect(() => readAccepted(folder)).toThrow(`${path}: providers.groq.faces: is missing`);
  expect(() => readAccepted(folder)).toThrow('providers.groq.fases: unknown field (did you mean "faces"?)');
});

const ACCEPTED = { config: CONFIG, source: { kind: "demo" } as const, variables: [] };

describe("a damaged file", () => {
  const whole = `${JSON.stringify(ACCEPTED, null, 2)}\n`;
  const steps = Array.from({ length: 20 }, (_, i) => Math.floor((i * whole.length) / 20));
  test.each([
    ...steps.map((end): [string, string] => [`cut off at ${end}`, whole.slice(0, end)]),
    ...steps.map((at): [string, string] => [`with zeros from ${at}`, whole.slice(0, at).padEnd(whole.length, "\0")]),
    ["null", "null"],
    ["a list", "[]"],
    ["of no source", JSON.stringify({ ...ACCEPTED, source: undefined })],
    ["of no configuration", JSON.stringify({ ...ACCEPTED, config: null })],
    ["of odd variables", JSON.stringify({ ...ACCEPTED, variables: [1] })],
  ])("%s has the last good one put back", (_what, text) => {
    const folder = temporaryFolder();
    const path = join(folder, "accepted.json");
    const said: string[] = [];
    writeAccepted(folder, ACCEPTED);
    const last = acceptedKeeper(folder, ACCEPTED, (why) => said.push(why));
    writeFileSync(path, text);
    expect(last()).toEqual(ACCEPTED);
    expect(said).toEqual([expect.stringContaining(`${path}:`)]);
    expect(readAccepted(folder)).toEqual(ACCEPTED);
  });

  test("that is gone, or is a folder, is lived without", () => {
    const folder = temporaryFolder();
    const path = join(folder, "accepted.json");
    const last = acceptedKeeper(folder, ACCEPTED, () => {});
    expect(last()).toEqual(ACCEPTED);
    rmSync(path);
    mkdirSync(path);
    expect(last()).toEqual(ACCEPTED);
  });
});
