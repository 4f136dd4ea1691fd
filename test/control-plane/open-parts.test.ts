import { expect, test } from "vitest";
import { OpenParts } from "../../control-plane/server/open-parts.ts";

test("parts are closed one by one, the last first", async () => {
  const open = new OpenParts();
  const closed: string[] = [];
  open.add(() => void closed.push("store"));
  open.add(async () => {
    await new Promise(setImmediate);
    closed.push("policy");
  });
  open.add(() => void closed.push("server"));
  await open.close();
  expect(closed).toEqual(["server", "policy", "store"]);
  await open.close();
  expect(closed).toHaveLength(3);
});

test("one that fails keeps none open", async () => {
  const open = new OpenParts();
  const closed: string[] = [];
  open.add(() => void closed.push("store"));
  open.add(() => Promise.reject(new Error("no")));
  await expect(open.close()).rejects.toThrow("no");
  expect(closed).toEqual(["store"]);
});
