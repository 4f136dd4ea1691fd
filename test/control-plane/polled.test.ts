import { beforeEach, expect, onTestFinished, test } from "vitest";
import type { Given } from "../../control-plane/xds/make-before-break.ts";
import { Polled } from "../../control-plane/xds/rest-polls.ts";

/** What Envoys poll for, and what is learnt from their asking again. */
let polled: Polled;

const NEVER = new AbortController().signal;

const given = (version: string): Given => ({
  clusters: { version_info: version, resources: [{ name: "c" }] },
  routes: { version_info: version, resources: [] },
});

const KINDS = ["clusters", "routes"] as const;

/** One Envoy's two polls. */
const poll = (id: string, version: string, signal = NEVER) =>
  Promise.all(KINDS.map(async (kind) => (await polled.next(id, kind, version, signal))?.version_info));

beforeEach(() => {
  polled = new Polled({ holdMs: 200 });
  onTestFinished(() => polled.close());
});

test("who has nothing gets what there is at once, who has it waits for the next", async () => {
  polled.put(given("1"));
  expect(await poll("a", "")).toEqual(["1", "1"]);
  const waits = poll("a", "1");
  polled.put(given("2"));
  expect(await waits).toEqual(["2", "2"]);
});

test("a poll ends when there is nothing for long, and when nobody waits for it", async () => {
  polled.put(given("1"));
  expect(await poll("a", "1")).toEqual([undefined, undefined]);
  const gone = new AbortController();
  const waits = poll("a", "1", gone.signal);
  gone.abort();
  expect(await waits).toEqual([undefined, undefined]);
});

test("an offer is taken when every Envoy says that it has it", async () => {
  polled.put(given("1"));
  const waits = [poll("a", "1"), poll("b", "1")];
  let taken: boolean | undefined;
  const offer = polled.offer(given("2")).then((verdict) => {
    taken = verdict;
  });
  await Promise.all(waits);
  void poll("a", "2");
  await new Promise(setImmediate);
  expect(taken).toBeUndefined();
  void poll("b", "2");
  await offer;
  expect(taken).toBe(true);
});

test("an Envoy that asks again with what it had before has refused it, and is not given it again", async () => {
  polled.put(given("1"));
  const waits = poll("a", "1");
  const offer = polled.offer(given("2"));
  await waits;
  const again = poll("a", "1");
  expect(await offer).toBe(false);
  expect(await again).toEqual([undefined, undefined]);
  polled.put(given("3"));
  expect(await poll("a", "1")).toEqual(["3", "3"]);
});

test("an answer that was lost on its way was not refused", async () => {
  polled.put(given("1"));
  const waits = poll("a", "1");
  const offer = polled.offer(given("2"));
  await waits;
  for (const kind of KINDS) polled.lost("a", kind);
  expect(await poll("a", "1")).toEqual(["2", "2"]);
  void poll("a", "2");
  expect(await offer).toBe(true);
});

test("an Envoy that starts again is given what it refused before: it may have been put right", async () => {
  polled.put(given("1"));
  expect(await poll("a", "0")).toEqual(["1", "1"]);
  expect(await poll("a", "0")).toEqual([undefined, undefined]);
  expect(await poll("a", "")).toEqual(["1", "1"]);
});

test("without any Envoy nobody is waited for", async () => {
  expect(await polled.offer(given("1"))).toBe(true);
});
