import { beforeAll, describe, expect, it } from "vitest";
import { Random } from "../../fuzz/random.ts";
import { loadAssembly } from "../load-assembly.ts";

interface Exports {
  memory: WebAssembly.Memory;
  allocate(size: number): number;
  release(at: number): void;
  scriptNumber(at: number, size: number): number;
  clearScripts(): void;
  addScripts(at: number, size: number): void;
  lettersOf(script: number): number;
  dominantScript(): number;
}

let wasm: Exports;
beforeAll(async () => {
  wasm = await loadAssembly<Exports>(import("../assembly/detectors.ts?wasm"));
});

function withBytes<T>(bytes: string | Uint8Array, use: (at: number, size: number) => T, behind = 0x61): T {
  const data = Buffer.from(bytes as Uint8Array);
  const at = wasm.allocate(data.length);
  const memory = new Uint8Array(wasm.memory.buffer);
  memory.set(data, at);
  // What stands in the padding must not matter.
  memory.fill(behind, at + data.length, at + data.length + 16);
  const result = use(at, data.length);
  wasm.release(at);
  return result;
}

/** By their names in a policy, and Unicode's. */
const NAMES = (
  "Latin Cyrillic Greek Han Hiragana Katakana Hangul Arabic Hebrew Devanagari Thai Georgian Armenian Bengali Tamil " +
  "Telugu Kannada Malayalam Gujarati Gurmukhi Sinhala Khmer Lao Myanmar Ethiopic Tibetan Mongolian"
).split(" ");

const scriptNumber = (name: string) => withBytes(name, (at, size) => wasm.scriptNumber(at, size));

function count(texts: readonly (string | Uint8Array)[], behind?: number): void {
  wasm.clearScripts();
  for (const text of texts) withBytes(text, (at, size) => wasm.addScripts(at, size), behind);
}

function dominant(...texts: (string | Uint8Array)[]): string {
  count(texts);
  return ["none", ...NAMES][wasm.dominantScript()]?.toLowerCase() ?? "";
}

/** Letters of each script in a text; scripts without any are left out. */
function letters(text: string | Uint8Array, behind?: number): Record<string, number> {
  count([text], behind);
  const all = NAMES.map((name) => [name.toLowerCase(), wasm.lettersOf(scriptNumber(name.toLowerCase()))] as const);
  return Object.fromEntries(all.filter(([, letters]) => letters > 0));
}

describe("scripts", () => {
  it("have their Unicode names in lower case", () => {
    expect(NAMES.map((name) => scriptNumber(name.toLowerCase()))).toEqual(NAMES.map((_, i) => i + 1));
    expect(["", "Han", "chinese", "japanese", "none", "common"].map(scriptNumber)).toEqual([0, 0, 0, 0, 0, 0]);
  });

  it.each([
    ["latin", "The quick brown fox jumps over the lazy dog."],
    ["latin", "Wyjście, größer, façade, İstanbul, Tiếng Việt"],
    ["cyrillic", "Съешь же ещё этих мягких французских булок"],
    ["cyrillic", "Чуєш їх, доцю, га?"],
    ["greek", "Ξεσκεπάζω την ψυχοφθόρα βδελυγμία"],
    ["han", "请总结以下会议记录，并列出所有未解决的问题。"],
    ["han", "請總結以下會議記錄 (PDF)"],
    ["hiragana", "いろはにほへと ちりぬるを"],
    ["hiragana", "次の会議の議事録をまとめてください。"],
    ["katakana", "コンピューター ソフトウェア"],
    ["hangul", "다음 회의록을 요약해 주세요."],
    ["arabic", "لخّص محضر الاجتماع التالي"],
    ["arabic", "خلاصه جلسه زیر را بنویسید"],
    ["hebrew", "סכם את פרוטוקול הפגישה"],
    ["devanagari", "बैठक का सारांश लिखिए"],
    ["thai", "สรุปรายงานการประชุม"],
    ["georgian", "შეაჯამე შეხვედრის ოქმი"],
    ["armenian", "Ամփոփեք հանդիպման արձանագրությունը"],
    ["bengali", "সভার সারসংক্ষেপ লিখুন"],
    ["tamil", "கூட்டத்தின் சுருக்கம்"],
    ["telugu", "సమావేశ సారాంశం"],
    ["kannada", "ಸಭೆಯ ಸಾರಾಂಶ"],
    ["malayalam", "യോഗത്തിന്റെ സംഗ്രഹം"],
    ["gujarati", "બેઠકનો સારાંશ"],
    ["gurmukhi", "ਮੀਟਿੰਗ ਦਾ ਸਾਰ"],
    ["sinhala", "රැස්වීමේ සාරාංශය"],
    ["khmer", "សង្ខេបកិច្ចប្រជុំ"],
    ["lao", "ສະຫຼຸບກອງປະຊຸມ"],
    ["myanmar", "အစည်းအဝေးအကျဉ်းချုပ်"],
    ["ethiopic", "የስብሰባውን ማጠቃለያ"],
    ["tibetan", "ཚོགས་འདུའི་སྙིང་བསྡུས"],
    ["mongolian", "ᠮᠣᠩᠭᠣᠯ"],
    ["none", ""],
    ["none", "12345 + 67 = ? 🙂 …"],
    ["none", "aя"],
    ["none", "abc абв"],
    ["none", "ᏣᎳᎩ"],
    ["cyrillic", "abc абвг"],
    ["latin", "🙂a🙂"],
    ["han", "𠮷野家"],
  ])("%s has the most letters in: %s", (script, text) => {
    expect(dominant(text)).toBe(script);
  });

  it("are counted over several texts", () => {
    expect(dominant("ab", "абв")).toBe("cyrillic");
    expect(dominant("ab", "абв", "c")).toBe("none");
    expect(dominant("ab", "абв", "cd")).toBe("latin");
  });

  it("count each letter once, at each distance from 16 bytes", () => {
    expect(letters("Hello, мир! 世界 ｱ 12")).toEqual({ latin: 5, cyrillic: 3, han: 2, katakana: 1 });
    for (let before = 0; before < 40; before++) {
      for (let size = 0; size < 40; size++) {
        const text = `${"1".repeat(before)}${"x".repeat(size)}é`;
        expect(letters(text)).toEqual({ latin: size + 1 });
      }
    }
  });

  it("do not count what stands behind the text in memory", () => {
    expect(letters("ab 1")).toEqual({ latin: 2 });
    expect(letters(Uint8Array.of(0x61, 0xd0), 0xb0)).toEqual({ latin: 1 });
    expect(letters(Uint8Array.of(0xe4, 0xb8), 0xad)).toEqual({});
  });

  it("pass over bytes that are no UTF-8", () => {
    expect(letters(Uint8Array.of(0xff, 0x61, 0xe4, 0x62, 0x80, 0xd0, 0xd0, 0xb0, 0xc0, 0xf8))).toEqual({
      latin: 2,
      cyrillic: 1,
    });
    const random = new Random(9);
    for (let round = 0; round < 5000; round++) {
      const bytes = Uint8Array.from({ length: random.below(60) }, () => random.below(256));
      const total = Object.values(letters(bytes, random.below(256))).reduce((sum, letters) => sum + letters, 0);
      expect(total).toBeLessThanOrEqual(bytes.length);
    }
  });

  it.each(NAMES)("of Unicode and of the table are the same: %s", (name) => {
    const isLetter = new RegExp(`^(?=\\p{L})\\p{Script=${name}}$`, "u");
    const isOther = /^[\p{L}\p{P}\p{S}\p{Z}]$/u;
    const inTable: string[] = [];
    let known = 0;
    let missing = 0;
    const script = scriptNumber(name.toLowerCase());
    for (let letter = 0; letter < 0x33500; letter++) {
      if (letter >= 0xd800 && letter < 0xe000) continue;
      const character = String.fromCodePoint(letter);
      const isIt = isLetter.test(character);
      if (!isIt && !isOther.test(character)) continue;
      count([character]);
      const isCounted = wasm.lettersOf(script) === 1;
      if (isIt) known += 1;
      if (isIt && !isCounted) missing += 1;
      if (!isIt && isCounted) inTable.push(letter.toString(16));
    }
    expect(inTable).toEqual([]);
    expect(known).toBeGreaterThan(30);
    // Letters that a later Unicode than the table's has may be missing.
    expect(missing).toBeLessThanOrEqual(known / 100);
  });
});
