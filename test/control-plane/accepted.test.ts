import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parseConfig } from "../../control-plane/config/parse.ts";
import { readAccepted, writeAccepted } from "../../control-plane/reload/accepted.ts";
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
