import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { OperatorError } from "../../../control-plane/process/operator-error.ts";
import { MasterKeys, parseMasterKey } from "../../../control-plane/secret/master-key.ts";
import { recordOf, rewrapStore } from "../../../control-plane/secret/master-key-rotation.ts";
import { rewrap, seal, unseal } from "../../../control-plane/secret/sealed.ts";
import { openStore } from "../../../control-plane/store-place/open-store.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const key = (digit: string) => parseMasterKey(digit.repeat(64), "test");
const OLD = key("1");
const NEW = key("2");
const SECRET = "sk-proj-ünï-0123456789";
const RECORD = "provider-key/openai-1";

/** What goes wrong, in words that hold nothing that is secret. */
function refusal(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    expect(error).toBeInstanceOf(OperatorError);
    const said = `${(error as Error).stack} ${JSON.stringify(error)} ${String((error as Error).cause)}`;
    for (const form of ["utf8", "base64", "hex"] as const)
      expect(said).not.toContain(Buffer.from(SECRET).toString(form));
    for (const { secret } of [OLD, NEW]) {
      for (const form of ["base64", "hex"] as const) expect(said).not.toContain(Buffer.from(secret).toString(form));
    }
    return (error as Error).message;
  }
  throw new Error("it was not refused");
}

describe("a sealed secret", () => {
  const keys = new MasterKeys(OLD);

  test.each(["", "x", SECRET, "\u0000\n\u{1F511}", "k".repeat(100_000)])("opens again (%#)", (secret) => {
    const sealed = seal(secret, RECORD, OLD);
    expect(unseal(sealed, RECORD, keys)).toBe(secret);
    if (secret.length > 3) expect(sealed).not.toContain(secret);
  });

  test("is compact JSON that names its master key, and never the same twice", () => {
    const [one, other] = [seal(SECRET, RECORD, OLD), seal(SECRET, RECORD, OLD)].map((sealed) => JSON.parse(sealed));
    expect(Object.keys(one)).toEqual(["v", "keyId", "wrappedKey", "iv", "tag", "ciphertext"]);
    expect(one).toMatchObject({ v: 1, keyId: OLD.id });
    for (const field of ["wrappedKey", "iv", "tag", "ciphertext"]) expect(one[field]).not.toBe(other[field]);
  });

  const sealed = seal(SECRET, RECORD, OLD);
  const whole = JSON.parse(sealed) as Record<string, string>;
  const flips = ["wrappedKey", "iv", "tag", "ciphertext"].flatMap((field) => {
    const bytes = Buffer.from(whole[field] ?? "", "base64");
    return [...bytes.keys()].map((at) => {
      const flipped = Buffer.from(bytes);
      flipped[at] = (flipped[at] ?? 0) ^ (1 << (at % 8));
      return { ...whole, [field]: flipped.toString("base64") };
    });
  });

  test("does not open with one bit of any byte of any field changed", () => {
    expect(flips.length).toBeGreaterThan(100);
    for (const flipped of flips) {
      expect(refusal(() => unseal(JSON.stringify(flipped), RECORD, keys))).toMatch(
        /^provider-key\/openai-1: .* does not open/,
      );
    }
  });

  test.each<[string, unknown]>([
    ["another version", { ...whole, v: 2 }],
    ["a field too many", { ...whole, extra: 1 }],
    ["a field missing", { ...whole, tag: undefined }],
    [
      "a short tag, which GCM would take",
      {
        ...whole,
        tag: Buffer.from(whole.tag ?? "", "base64")
          .subarray(0, 4)
          .toString("base64"),
      },
    ],
    ["an empty wrapped key", { ...whole, wrappedKey: "" }],
    ["another spelling of the same base64", { ...whole, iv: `${whole.iv} ` }],
    ["a number", 1],
    ["null", null],
  ])("does not open as %s", (_, value) => {
    expect(refusal(() => unseal(JSON.stringify(value), RECORD, keys))).toContain("does not open");
  });

  test("that is the plain secret does not open, nor is it repeated", () => {
    expect(refusal(() => unseal(SECRET, RECORD, keys))).toContain("does not open");
  });

  test("does not open as another record's", () => {
    expect(refusal(() => unseal(sealed, "provider-key/openai-2", keys))).toMatch(/^provider-key\/openai-2: /);
  });

  test("with another's data key, or with its own in another's place, does not open", () => {
    const other = JSON.parse(seal("other", RECORD, OLD));
    expect(refusal(() => unseal(JSON.stringify({ ...whole, wrappedKey: other.wrappedKey }), RECORD, keys))).toContain(
      "does not open",
    );
  });

  test("of another master key names that key's id", () => {
    expect(refusal(() => unseal(sealed, RECORD, new MasterKeys(NEW)))).toMatch(
      new RegExp(`another master key \\(id ${OLD.id}, this one is ${NEW.id}\\).*HEADGATE_MASTER_KEY_PREVIOUS`),
    );
    // A forged id gets no further than the tag.
    expect(refusal(() => unseal(JSON.stringify({ ...whole, keyId: NEW.id }), RECORD, new MasterKeys(NEW)))).toContain(
      "does not open",
    );
  });
});

describe("a new master key", () => {
  const both = new MasterKeys(NEW, [OLD]);
  const sealed = seal(SECRET, RECORD, OLD);

  test("opens what the one before sealed, as long as that is known", () => {
    expect(unseal(sealed, RECORD, both)).toBe(SECRET);
  });

  test("takes over by wrapping the data key anew: the secret's own ciphertext stays", () => {
    const rewrapped = rewrap(sealed, RECORD, both);
    expect(unseal(rewrapped, RECORD, new MasterKeys(NEW))).toBe(SECRET);
    const { ciphertext, iv, tag } = JSON.parse(sealed);
    expect(JSON.parse(rewrapped)).toMatchObject({ keyId: NEW.id, ciphertext, iv, tag });
    expect(rewrap(rewrapped, RECORD, both)).toBe(rewrapped);
  });

  test("does not take over what is damaged, or another's", () => {
    expect(refusal(() => rewrap(sealed, "provider-key/other", both))).toContain("does not open");
    expect(refusal(() => rewrap(sealed, RECORD, new MasterKeys(NEW)))).toContain("another master key");
  });

  test("takes over a whole store in one change, and only what needs it", async () => {
    const store = await openStore(`sqlite:${join(temporaryFolder(), "store.db")}`);
    onTestFinished(() => store.close());
    const put = (id: string, body: (record: string) => unknown) => ({
      kind: "provider-key" as const,
      id,
      body: body(recordOf({ kind: "provider-key", id })),
    });
    const puts = [
      put("old", (record) => ({ provider: "a", secret: seal("s1", record, OLD) })),
      put("nested", (record) => ({ list: [{ sealed: seal("s2", record, OLD) }] })),
      put("new", (record) => ({ secret: seal("s3", record, NEW) })),
      { ...put("none", () => ({ secret: "env:OPENAI_API_KEY" })), position: 4 },
    ];
    await store.commit({ puts, audit: [] });

    expect(await rewrapStore(store, both, "cli")).toBe(2);
    const after = new Map((await store.all("provider-key")).map(({ id, revision, body }) => [id, { revision, body }]));
    const only = new MasterKeys(NEW);
    const body = (id: string) => after.get(id)?.body as { secret: string; list: { sealed: string }[] };
    expect(unseal(body("old").secret, "provider-key/old", only)).toBe("s1");
    expect(unseal(body("nested").list[0]?.sealed ?? "", "provider-key/nested", only)).toBe("s2");
    expect([...after].map(([id, { revision }]) => [id, revision])).toEqual([
      ["none", 1],
      ["nested", 2],
      ["new", 1],
      ["old", 2],
    ]);
    const { items } = await store.audit({ limit: 10 });
    expect(items).toMatchObject([
      {
        actor: "cli",
        action: "master-key.rotate",
        change: { master_key: NEW.id, resources: ["provider-key/nested", "provider-key/old"] },
      },
    ]);
    expect(await rewrapStore(store, both, "cli")).toBe(0);
    expect(await store.contents()).toMatchObject({ commit: 2 });
  });
});
