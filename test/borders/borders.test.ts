import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { circles } from "./circles.mjs";
import { crossings } from "./crossings.mjs";
import { importsByFile } from "./sources.mjs";
import { traps } from "./traps.mjs";

/** A folder of sources, by their paths. */
function tree(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), "headgate-borders-"));
  onTestFinished(() => rmSync(root, { recursive: true }));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

const HOUSE = {
  folders: ["house"],
  floors: [["house/cellar"], ["house/kitchen", "house/study"], ["house"]],
  outside: ["garden/well.ts"],
  only: { "house/cellar": ["house/kitchen", "house"] },
};

function crossingsOf(files: Readonly<Record<string, string>>): string[] {
  return crossings(importsByFile(tree({ ...ROOMS, ...files }), HOUSE.folders), HOUSE);
}

/** What every floor needs to be there. */
const ROOMS = {
  "house/cellar/wine.ts": "",
  "house/kitchen/stove.ts": 'import { wine } from "../cellar/wine.ts";',
  "house/study/desk.ts": "",
  "house/roof.ts": 'import { desk } from "./study/desk.ts";\nimport {\n  stove,\n} from "./kitchen/stove";',
};

test.each([
  ["downwards", {}, []],
  ["within a room", { "house/study/lamp.ts": 'import { desk } from "./desk.ts";' }, []],
  [
    "up a floor",
    { "house/cellar/rack.ts": 'import type { Roof } from "../roof.ts";' },
    ["house/cellar/rack.ts must not import house/roof.ts"],
  ],
  [
    "across a floor, at run time",
    { "house/study/lamp.ts": 'const stove = await import("../kitchen/stove.ts");' },
    ["house/study/lamp.ts must not import house/kitchen/stove.ts"],
  ],
  [
    "what only others may know",
    { "house/study/lamp.ts": 'import { wine } from "../cellar/wine.ts";' },
    ["house/study/lamp.ts must not import house/cellar/wine.ts"],
  ],
  ["out of the tree, as agreed", { "house/study/lamp.ts": 'import "../../garden/well.ts";' }, []],
  [
    "out of the tree",
    { "house/study/lamp.ts": 'export { shed } from "../../garden/shed.ts";' },
    ["house/study/lamp.ts must not import garden/shed.ts"],
  ],
  ["a room without a floor", { "house/attic/box.ts": "" }, ["house/attic has no floor in test/borders/floors.mjs"]],
])("an import: %s", (_name, files, expected) => {
  expect(crossingsOf({ "garden/well.ts": "", "garden/shed.ts": "", ...files })).toEqual(expected);
});

test("a floor without a file", () => {
  const imports = new Map([["house/roof.ts", []]]);
  expect(crossings(imports, { folders: [], floors: [["house/cellar"], ["house"]] })).toEqual([
    "house/cellar has a floor, and no file",
  ]);
});

test("files in a circle are told of together, and who only leads there is not", () => {
  const root = tree({
    "a/one.ts": 'import { two } from "./two.ts";',
    "a/two.ts": 'import { three } from "../b/three";',
    "b/three.ts": 'import type { One } from "../a/one.ts";\nimport { leaf } from "./leaf.ts";',
    "b/leaf.ts": "",
    "b/self.ts": 'import { one } from "../a/one.ts";',
  });
  expect(circles(importsByFile(root, ["a", "b"]))).toEqual(["in a circle: a/one.ts, a/two.ts, b/three.ts"]);
});

const FIELD = "all: Map<u32, Thing> = new Map<u32, Thing>();";

test.each([
  ["throw", 'function f(): void {\n  throw new Error("no");\n}', ["f.ts:2: throw: return an outcome"]],
  ["!", "function f(a: Thing | null): Thing {\n  return a!;\n}", ["f.ts:2: !: ask for null, and say what is then"]],
  [
    "a template literal",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the source that is looked at
    "const text = `a${1}b`;",
    ["f.ts:1: a template literal: put the parts together with +"],
  ],
  [
    "a map's get by itself",
    `class C {\n  ${FIELD}\n  f(): Thing {\n    return this.all.get(1);\n  }\n}`,
    ["f.ts:4: this.all.get() of what may not be in it: ask this.all.has() first"],
  ],
  [
    "one that another function has asked for",
    `class C {\n  ${FIELD}\n  g(): bool {\n    return this.all.has(1);\n  }\n  f(): Thing {\n    return this.all.get(1);\n  }\n}`,
    ["f.ts:7: this.all.get() of what may not be in it: ask this.all.has() first"],
  ],
  [
    "one that was asked for",
    `class C {\n  ${FIELD}\n  f(): Thing | null {\n    return this.all.has(1) ? this.all.get(1) : null;\n  }\n}`,
    [],
  ],
  [
    "one of its own keys",
    `class C {\n  ${FIELD}\n  f(): void {\n    const k = this.all.keys();\n    this.all.get(k[0]);\n  }\n}`,
    [],
  ],
  [
    "one with its reason",
    `class C {\n  ${FIELD}\n  f(): void {\n    // Its caller has asked \`has\`.\n    this.all.get(1);\n  }\n}`,
    [],
  ],
  [
    "a get that is no map's",
    "class C {\n  all: Store = new Store();\n  f(): Thing {\n    return this.all.get(1);\n  }\n}",
    [],
  ],
  ["what only looks like one", '/** Nothing throws! */\nconst a = !b; // throw `x`\nconst c = "throw `x`!" != d;', []],
])("what would kill a VM: %s", (_name, text, expected) => {
  expect(traps("f.ts", text)).toEqual(expected);
});
