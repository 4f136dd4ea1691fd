import { describe, expect, it } from "vitest";
import { REPLY, WIRE } from "../../fixtures/wire/index.ts";
import { type Host, SharedData } from "../../host/index.ts";
import { document, filter } from "../filter.ts";
import { ask, cachedFilter, cachedModel, chatRequest, outcomeOf } from "./cached.ts";

const BUCKETS = 128;
const WAYS = 64;

/** The names of all places that hold something. */
function places(host: Host): string[] {
  const names = Array.from({ length: BUCKETS * WAYS }, (_, i) => `headgate.cache.${i % BUCKETS}.${i >> 7}`);
  return names.filter((name) => (host.sharedData(name)?.length ?? 0) > 0);
}

const question = (text: string) => chatRequest("openai", { turns: [{ role: "user", text }] });
const outcome = (host: Host, text: string) => outcomeOf(ask(host, "openai", question(text)));

/** A provider that answers with what it was asked. */
function echo(cache: object = {}, length = 0): Host {
  return filter(cachedModel("openai", cache), ({ body }) => {
    const said = JSON.parse(body).messages.at(-1).content;
    return document(WIRE.openai.response({ ...REPLY, pieces: [said, "x".repeat(length)] }));
  });
}

describe("what two workers write at the same moment", () => {
  it("is never taken for the answer to another question", () => {
    const host = echo();
    for (const text of ["one", "two"]) outcome(host, text);
    const [first = "", second = ""] = places(host);
    const kept = [host.sharedData(first), host.sharedData(second)].map((value) => Buffer.from(value ?? []));
    host.shareData(first, kept[1] ?? "");
    host.shareData(second, kept[0] ?? "");
    for (const text of ["one", "two"]) {
      const { body, headers } = ask(host, "openai", question(text));
      expect([headers["x-headgate-cache"], JSON.parse(body).choices[0].message.content]).toEqual(["miss", text]);
    }
    expect([outcome(host, "one"), outcome(host, "two")]).toEqual(["hit", "hit"]);
  });

  it.each<[string, (value: Buffer) => Buffer]>([
    ["nothing", () => Buffer.alloc(0)],
    ["half a key", (value) => value.subarray(0, 16)],
    ["a key alone", (value) => value.subarray(0, 32)],
    ["half a head", (value) => value.subarray(0, 50)],
    ["another form", (value) => Buffer.concat([value.subarray(0, 32), Buffer.alloc(64, 0xff)])],
  ])("makes a miss where a place holds %s", (_, change) => {
    const host = echo();
    outcome(host, "one");
    const [place = ""] = places(host);
    host.shareData(place, change(Buffer.from(host.sharedData(place) ?? [])));
    expect([outcome(host, "one"), outcome(host, "one"), host.logs]).toEqual(["miss", "hit", []]);
  });

  it("makes a miss where a bucket is no such thing", () => {
    const host = echo();
    outcome(host, "one");
    const bucket = places(host)[0]?.replace(/\.\d+$/, "") ?? "";
    host.shareData(bucket, "nonsense");
    expect([outcome(host, "one"), outcome(host, "one"), host.logs]).toEqual(["miss", "hit", []]);
  });
});

describe("what the cache holds", () => {
  it("stays within the policy's bytes, however many answers come", () => {
    const maxBytes = 1_048_576;
    const host = echo({ max_bytes: maxBytes }, 1500);
    for (let i = 0; i < 1500; i++) outcome(host, `question ${i}`);
    const held = places(host).map((name) => host.sharedData(name)?.length ?? 0);
    const bytes = held.reduce((sum, size) => sum + size, 0);
    expect(bytes).toBeLessThanOrEqual(maxBytes);
    expect(bytes).toBeGreaterThan(maxBytes / 2);
    expect(host.logs).toEqual([]);
  });

  it("shrinks with the policy where it is written to", () => {
    const sharedData = new SharedData();
    const wide = cachedFilter("openai", { sharedData, reply: { pieces: ["x".repeat(20_000)] } });
    ask(wide.host, "openai", question("one"));
    const narrow = cachedFilter("openai", { sharedData, cache: { max_bytes: 1_048_576 } });
    const [place = ""] = places(narrow.host);
    const bucket = place.split(".")[2];
    for (let i = 0; i < 2000 && (narrow.host.sharedData(place)?.length ?? 0) > 20_000; i++) {
      ask(narrow.host, "openai", question(`question ${i}`));
    }
    const held = places(narrow.host).filter((name) => name.split(".")[2] === bucket);
    const bytes = held.reduce((sum, name) => sum + (narrow.host.sharedData(name)?.length ?? 0), 0);
    expect(bytes).toBeLessThanOrEqual(1_048_576 / BUCKETS);
  });
});
