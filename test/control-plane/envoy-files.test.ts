import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { parseConfig } from "../../control-plane/config/parse.ts";
import { buildPolicy } from "../../control-plane/policy/build.ts";
import { EnvoyFiles } from "../../control-plane/xds/envoy-files.ts";
import { MakeBeforeBreak } from "../../control-plane/xds/make-before-break.ts";
import { listening } from "./listening.ts";
import { temporaryFolder } from "./temporary-folder.ts";

/** The files that Envoy reads its clusters and routes from, beside an Envoy that says what it is told to. */
let folder: string;
let admin: string;
/** What it says that it has; undefined: there is none. */
let says: ((written: string[]) => { versions: string[]; refused: number }) | undefined;

const written = (file: string) => JSON.parse(readFileSync(join(folder, file), "utf8"));
const versions = () =>
  ["clusters.json", "routes.json"].flatMap((file) =>
    existsSync(join(folder, file)) ? written(file).version_info : [],
  );
const clusters = () => written("clusters.json").resources.map(({ name }: { name: string }) => name);
const pools = () => {
  const [{ virtual_hosts }] = written("routes.json").resources;
  const { typed_config } = virtual_hosts[0].routes[0].route.inline_cluster_specifier_plugin.extension;
  return Object.keys(typed_config.cluster_matcher.matcher_tree.exact_match_map.map);
};

beforeEach(async () => {
  folder = temporaryFolder();
  says = (written) => ({ versions: written, refused: 0 });
  const server = createServer((_request, response) => {
    if (says === undefined) return response.destroy();
    const { versions: [cds, rds] = [], refused } = says(versions());
    response.end(
      [
        `cluster_manager.cds.version_text: "${cds}"`,
        `http.headgate.rds.headgate.version_text: "${rds}"`,
        `cluster_manager.cds.update_rejected: ${refused}`,
        "cluster_manager.warming_clusters: 0",
      ].join("\n"),
    );
  });
  admin = (await listening(server)).replace("http://", "");
});

function plan(models: string) {
  const text = `
admin: ${admin}
providers: { a: { dialect: openai, url: "http://127.0.0.1:1/v1" }, b: { dialect: ollama, url: "http://127.0.0.1:2" } }
models: { ${models} }`;
  const config = parseConfig(text, "headgate.yaml");
  return { config, policy: buildPolicy(config, {}) };
}

const ONE = "one: { targets: [ { provider: a } ] }";
const TWO = "two: { targets: [ { provider: b } ] }";

function envoyFiles(graceMs?: number): MakeBeforeBreak {
  const place = new EnvoyFiles(folder);
  const files = new MakeBeforeBreak({ place, variables: ["KEY"], ...(graceMs !== undefined && { graceMs }) });
  onTestFinished(() => files.close());
  return files;
}

test("what a plan no longer has stays for those that are under way, and is gone when its time is over", async () => {
  const files = envoyFiles(100);
  await files.apply(plan(ONE));
  await files.apply(plan(TWO));
  expect(clusters()).toEqual(["target:two/b", "two@0", "target:one/a", "one@0"]);
  expect(pools()).toEqual(["two@0", "one@0"]);
  await expect.poll(clusters, { timeout: 5000 }).toEqual(["target:two/b", "two@0"]);
  expect(pools()).toEqual(["two@0"]);
});

test("what is wanted again in time stays", async () => {
  const files = envoyFiles(100);
  await files.apply(plan(`${ONE}, ${TWO}`));
  await files.apply(plan(ONE));
  await files.apply(plan(TWO));
  await expect.poll(clusters, { timeout: 5000 }).toEqual(["target:two/b", "two@0"]);
});

test("what another control plane wrote before stays too, until it is known not to be needed", async () => {
  envoyFiles().begin(plan(ONE));
  await envoyFiles().apply(plan(TWO));
  expect(pools()).toEqual(["two@0", "one@0"]);
});

test("the same clusters are not written again", async () => {
  const files = envoyFiles();
  await files.apply(plan(ONE));
  let asked = false;
  says = () => {
    asked = true;
    return { versions: [], refused: 1 };
  };
  await files.apply(plan(ONE));
  expect(asked).toBe(false);
});

describe("what Envoy refuses", () => {
  test("is taken back, and what was there before is not lost when its time would come", async () => {
    const files = envoyFiles(50);
    await files.apply(plan(ONE));
    const before = versions();
    let asked = 0;
    says = () => ({ versions: [], refused: asked++ });
    await expect(files.apply(plan(TWO))).rejects.toMatchObject({ refusal: "envoy" });
    expect(versions()).toEqual(before);
    says = (written) => ({ versions: written, refused: 9 });
    await files.apply(plan(`${ONE}, ${TWO}`));
    expect(pools()).toEqual(["one@0", "two@0"]);
    await files.apply(plan(TWO));
    expect(pools()).toContain("one@0");
  });
});

test("without an Envoy to ask they are there for when it starts", async () => {
  says = undefined;
  await envoyFiles().apply(plan(ONE));
  expect(pools()).toEqual(["one@0"]);
});

test("the filter of the pools is in the VM of the running Envoy, whatever keys a plan has", async () => {
  const withKey = plan(ONE);
  await envoyFiles().apply(withKey);
  const text = readFileSync(join(folder, "clusters.json"), "utf8");
  expect(text).toContain('"host_env_keys":["HEADGATE_SNAPSHOT_TOKEN","KEY"]');
});
