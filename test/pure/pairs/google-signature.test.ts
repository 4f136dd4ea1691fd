import { beforeAll, describe, expect, it } from "vitest";
import type { Dialect } from "../../../contract/dialect.ts";
import { loadPure, type Pure } from "../pure.ts";
import { splits } from "../splits.ts";

/** Signatures that Gemini gives in a later piece than the call that it signs, or with the last piece of a text. */
let pure: Pure;
beforeAll(async () => {
  pure = await loadPure();
});

const TRAITS = { tool_signatures: "google" };
const extra = { extra_content: { google: { thought_signature: "CiQB0e2Kb/sig+nature==" } } };
const CALL = { index: 0, id: "call_1", type: "function", function: { name: "f", arguments: '{"a":1}' } };
const chunk = (delta: object, finish_reason: string | null = null) =>
  `data: ${JSON.stringify({ id: "c", model: "m", choices: [{ index: 0, delta, finish_reason }] })}\n\n`;
const stream = (...deltas: object[]) =>
  Buffer.from(`${deltas.map((delta) => chunk(delta)).join("")}${chunk({}, "stop")}data: [DONE]\n\n`);
const CLIENTS: Dialect[] = ["anthropic", "responses", "ollama", "openai"];

describe.each(CLIENTS)("a client of %s", (client) => {
  const told = (chunks: readonly Uint8Array[], traits: object = TRAITS) =>
    pure.translateStream("openai", client, chunks, { traits });

  it("gets the same at every split", () => {
    const bytes = stream({ content: "Kana." }, { tool_calls: [CALL] }, { tool_calls: [{ index: 0, ...extra }] }, extra);
    const whole = told([bytes]);
    expect(whole.text).toContain("headgate.call.openai.CiQB0e2Kb/sig+nature==.call_1");
    for (const chunks of splits(bytes)) expect(told(chunks)).toEqual(whole);
  });

  it("hears of a call at once where no signature can come, or where it has come", () => {
    const begun = Buffer.from(chunk({ tool_calls: [CALL] }));
    const signed = Buffer.from(chunk({ tool_calls: [{ ...CALL, ...extra }] }));
    // Ollama's calls are told whole, at the end.
    const isTold = client !== "ollama";
    expect(told([begun], {}).text.includes("call_1")).toBe(isTold);
    expect(told([begun]).text).not.toContain("call_1");
    expect(told([signed]).text.includes("call_1")).toBe(isTold);
  });

  it("hears of a call without a signature at the end", () => {
    const { text, failed } = told([stream({ tool_calls: [CALL] })]);
    expect(failed).toBe(false);
    expect(text).toContain('"call_1"');
  });
});

it("a signature alone is no content", () => {
  const events = [
    { content: "", ...extra },
    { content: "Kana.", ...extra },
  ].map((delta) => chunk(delta));
  expect(pure.meanings("openai", events)).toEqual(["nothing", "content"]);
});
