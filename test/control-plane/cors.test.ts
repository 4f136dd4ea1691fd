import { describe, expect, test } from "vitest";
import { checkConfig } from "../../control-plane/config/parse.ts";
import { warningsOf } from "../../control-plane/config/warnings.ts";

const PROVIDERS = { a: { dialect: "ollama", url: "http://127.0.0.1:1" } };
const MODELS = { m: { targets: [{ provider: "a" }] } };

const config = (allow_origins: readonly string[], more: object = {}) =>
  checkConfig({ providers: PROVIDERS, models: MODELS, cors: { allow_origins }, ...more }, "test");

test.each([
  "*",
  "https://ui.example",
  "https://*.example.com",
  "http://localhost:3000",
  "http://[::1]:8080",
  "chrome-extension://abcdefghijklmnop",
  "app://obsidian.md",
])("%s is an origin", (origin) => {
  expect(config([origin]).cors?.allow_origins).toEqual([origin]);
});

test.each([
  "",
  "null",
  "ui.example",
  "https://",
  "https://ui.example/",
  "https://ui.example/chat",
  "https://ui.example?x",
  "https://user@ui.example",
  "https://*",
  "https://ui.*.example",
  "https://ui*.example",
  "*.example.com",
  "https://ui.example https://other.example",
])("%j is none, and the error says what is", (origin) => {
  expect(() => config(["https://good.example", origin])).toThrow(
    /cors\.allow_origins\[1\]: expected "\*", or a scheme and a host/,
  );
});

describe("every page, without a key,", () => {
  const about = (one: ReturnType<typeof config>) => warningsOf(one).filter((line) => line.startsWith("cors"));

  test("is warned of", () => {
    expect(about(config(["*"]))).toEqual([expect.stringContaining("every web page may use your providers")]);
  });

  test("is not, where the pages are named or a key is demanded", () => {
    expect(about(config(["https://ui.example"]))).toEqual([]);
    expect(about(config(["*"], { anonymous: false }))).toEqual([]);
  });
});
