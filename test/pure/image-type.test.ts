import { beforeAll, describe, expect, it } from "vitest";
import { loadPure, type Pure } from "./pure.ts";

let pure: Pure;
beforeAll(async () => {
  pure = await loadPure();
});

/** Base64 of bytes, given as Latin-1. */
function base64(bytes: string): string {
  return Buffer.from(bytes, "latin1").toString("base64");
}

/** https://mimesniff.spec.whatwg.org/#matching-an-image-type-pattern */
describe("the type of an image is told by its first bytes", () => {
  it.each([
    ["image/png", "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"],
    ["image/png", "\x89PNG\r\n\x1a\n"],
    ["image/jpeg", "\xff\xd8\xff\xe0\x00\x10JFIF\x00"],
    ["image/jpeg", "\xff\xd8\xff\xdb"],
    ["image/gif", "GIF87a\x01\x00"],
    ["image/gif", "GIF89a\x01\x00"],
    ["image/webp", "RIFF\x24\x00\x00\x00WEBPVP8 "],
    ["image/webp", "RIFF\xff\xff\xff\xffWEBP"],
    ["", "RIFF\x24\x00\x00\x00WAVEfmt "],
    ["", "RIFF\x24\x00\x00\x00WEB"],
    ["", "BM\x00\x00"],
    ["", "%PDF-1.7"],
    ["", "\x89PNG"],
    ["", ""],
  ])("%s: %j", (type, bytes) => {
    expect(pure.ollamaImageType(base64(bytes))).toBe(type);
  });

  it("whether the slash is escaped or not", () => {
    const jpeg = base64("\xff\xd8\xff\xff\xff\xff");
    expect(jpeg).toContain("/9j/");
    expect(pure.ollamaImageType(jpeg.replaceAll("/", "\\/"))).toBe("image/jpeg");
    // The size of the file stands before the name of its type.
    const webp = base64("RIFF\xff\xff\xff\xffWEBP");
    expect(webp.slice(0, 11)).toContain("/");
    expect(pure.ollamaImageType(webp.replaceAll("/", "\\/"))).toBe("image/webp");
  });
});
