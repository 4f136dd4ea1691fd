import { randomBytes } from "node:crypto";
import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { OperatorError } from "../../../control-plane/process/operator-error.ts";
import { loadMasterKeys } from "../../../control-plane/secret/load-master-keys.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const REDIS = "redis://127.0.0.1:6379/0";
const SECRET = randomBytes(32);

function refusal(environment: Record<string, string>, store = REDIS): string {
  try {
    loadMasterKeys(environment, store);
  } catch (error) {
    expect(error).toBeInstanceOf(OperatorError);
    return (error as Error).message;
  }
  throw new Error("it was not refused");
}

describe("from the environment", () => {
  test.each(["hex", "base64", "base64url"] as const)("32 bytes as %s are one key", (form) => {
    const { current } = loadMasterKeys({ HEADGATE_MASTER_KEY: `${SECRET.toString(form)}\n` }, REDIS);
    expect(Buffer.from(current.secret)).toEqual(SECRET);
    expect(current.id).toBe(loadMasterKeys({ HEADGATE_MASTER_KEY: SECRET.toString("hex") }, REDIS).current.id);
    expect(current.id).toMatch(/^[0-9a-f]{16}$/);
  });

  test.each([
    "correct horse battery staple",
    "0".repeat(63),
    `${"0".repeat(63)}x`,
    randomBytes(31).toString("base64"),
    randomBytes(33).toString("base64"),
    " ",
  ])("anything else (%#) is refused, and not repeated", (value) => {
    const message = refusal({ HEADGATE_MASTER_KEY: value });
    expect(message).toMatch(/^HEADGATE_MASTER_KEY: is not 32 bytes/);
    if (value.trim() !== "") expect(message).not.toContain(value);
    expect(refusal({ HEADGATE_MASTER_KEY: SECRET.toString("hex"), HEADGATE_MASTER_KEY_PREVIOUS: `${value}x` })).toMatch(
      /^HEADGATE_MASTER_KEY_PREVIOUS: is not 32 bytes/,
    );
  });

  test("several previous keys are known by their ids", () => {
    const older = [randomBytes(32), randomBytes(32)];
    const keys = loadMasterKeys(
      {
        HEADGATE_MASTER_KEY: SECRET.toString("hex"),
        HEADGATE_MASTER_KEY_PREVIOUS: older.map((key) => key.toString("base64")).join(", "),
      },
      REDIS,
    );
    for (const key of older) {
      const { id } = loadMasterKeys({ HEADGATE_MASTER_KEY: key.toString("hex") }, REDIS).current;
      expect(Buffer.from(keys.known(id, "r").secret)).toEqual(key);
    }
    expect(Buffer.from(keys.current.secret)).toEqual(SECRET);
  });

  test("a shared store demands a key that is given", () => {
    expect(refusal({})).toMatch(/HEADGATE_MASTER_KEY or HEADGATE_MASTER_KEY_FILE/);
  });
});

describe("from a file", () => {
  const keyFile = (text: string, mode: number) => {
    const path = join(temporaryFolder(), "key");
    writeFileSync(path, text);
    chmodSync(path, mode);
    return path;
  };

  test.each([0o600, 0o400, 0o440])("of mode %o, it is read", (mode) => {
    const path = keyFile(`${SECRET.toString("base64")}\n`, mode);
    const { current } = loadMasterKeys({ HEADGATE_MASTER_KEY_FILE: path }, REDIS);
    expect(Buffer.from(current.secret)).toEqual(SECRET);
  });

  test.each([0o604, 0o644, 0o660, 0o666])("of mode %o, it is refused: others can have it", (mode) => {
    const path = keyFile(SECRET.toString("base64"), mode);
    expect(refusal({ HEADGATE_MASTER_KEY_FILE: path })).toMatch(
      /: others may read or write the master key \(mode 6\d\d\): chmod 600/,
    );
  });

  test("that is not there, or holds no key, is refused with its path", () => {
    const path = join(temporaryFolder(), "none");
    expect(refusal({ HEADGATE_MASTER_KEY_FILE: path })).toContain(`${path}: the master key cannot be read: ENOENT`);
    const bad = keyFile("hunter2", 0o600);
    expect(refusal({ HEADGATE_MASTER_KEY_FILE: bad })).toContain(`${bad}: is not 32 bytes`);
    expect(refusal({ HEADGATE_MASTER_KEY_FILE: bad })).not.toContain("hunter2");
  });

  test("is made beside an SQLite store on the first start, for its owner only, and kept", () => {
    const folder = join(temporaryFolder(), "state");
    const store = `sqlite:${join(folder, "headgate.db")}`;
    const { current } = loadMasterKeys({}, store);
    expect(readdirSync(folder)).toEqual(["master.key"]);
    expect(statSync(join(folder, "master.key")).mode & 0o777).toBe(0o600);
    expect(readFileSync(join(folder, "master.key"), "utf8").trim()).toBe(
      Buffer.from(current.secret).toString("base64"),
    );
    expect(loadMasterKeys({}, store).current).toEqual(current);
    expect(loadMasterKeys({}, `sqlite:${join(temporaryFolder(), "other.db")}`).current.id).not.toBe(current.id);
  });

  test("beside the store that others can read is refused, not replaced", () => {
    const folder = temporaryFolder();
    const path = join(folder, "master.key");
    writeFileSync(path, SECRET.toString("base64"), { mode: 0o644 });
    expect(refusal({}, `sqlite:${join(folder, "headgate.db")}`)).toMatch(/chmod 600/);
    expect(readFileSync(path, "utf8")).toBe(SECRET.toString("base64"));
  });

  test("that cannot be made is told of", () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "file"), "");
    expect(refusal({}, `sqlite:${join(folder, "file", "x.db")}`)).toMatch(
      /master.key: the master key cannot be (made|read): ENOTDIR/,
    );
    mkdirSync(join(folder, "master.key"));
    expect(refusal({}, `sqlite:${join(folder, "x.db")}`)).toMatch(/others may|cannot be read: EISDIR/);
  });
});
