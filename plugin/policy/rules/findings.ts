import { Prompt } from "../../exchange/prompt";
import { Keywords } from "../../match/keywords";
import { PiiFinder } from "../../match/pii/find";
import { RegexSet } from "../../match/regex-set";
import { BitSet } from "../../match/scan/bit-set";
import { Scripts } from "../../match/script";
import { Script } from "../../match/script-name";

/**
 * What stands in a prompt, of all that any rule looks for: one pass over it for all keywords, one for all
 * regular expressions, one for personal data, one for scripts, each when it is first asked for.
 */
export class Findings {
  /** Each list of keywords is one thing to find. */
  keywords: Keywords = new Keywords();
  keywordLists: i32 = 0;
  patterns: RegexSet = new RegexSet();
  /** A mask of `PiiKind`: what is looked for. */
  piiKinds: i32 = 0;

  private finder: PiiFinder = new PiiFinder();
  private scripts: Scripts = new Scripts();
  private foundKeywords: BitSet = new BitSet(0);
  private foundPatterns: BitSet = new BitSet(0);
  private foundPii: i32 = 0;
  private hasKeywords: bool = false;
  private hasPatterns: bool = false;
  private hasPii: bool = false;
  private hasScripts: bool = false;

  /** Once, behind the last rule. */
  compile(): void {
    this.keywords.compile();
    this.patterns.compile();
    this.foundKeywords = new BitSet(this.keywordLists);
    this.foundPatterns = new BitSet(this.patterns.size);
  }

  /** The next question is about another prompt. */
  forget(): void {
    this.hasKeywords = false;
    this.hasPatterns = false;
    this.hasPii = false;
    this.hasScripts = false;
  }

  /** Which lists of `keywords`. */
  keywordsIn(prompt: Prompt): BitSet {
    if (!this.hasKeywords) {
      this.foundKeywords.clear();
      for (let i = 0; i < prompt.count; i++) this.keywords.search(prompt.text(i), this.foundKeywords);
      this.hasKeywords = true;
    }
    return this.foundKeywords;
  }

  /** Indices of `patterns`. */
  patternsIn(prompt: Prompt): BitSet {
    if (!this.hasPatterns) {
      this.foundPatterns.clear();
      for (let i = 0; i < prompt.count; i++) this.patterns.search(prompt.text(i), this.foundPatterns);
      this.hasPatterns = true;
    }
    return this.foundPatterns;
  }

  /** Of `piiKinds`, those that are there. */
  piiIn(prompt: Prompt): i32 {
    if (!this.hasPii) {
      this.foundPii = 0;
      this.finder.kinds = this.piiKinds;
      for (let i = 0; i < prompt.count && this.foundPii != this.piiKinds; i++) {
        this.finder.begin(prompt.text(i));
        while (this.finder.next()) this.foundPii |= this.finder.kind;
      }
      this.hasPii = true;
    }
    return this.foundPii;
  }

  /** The script of most letters. */
  scriptOf(prompt: Prompt): Script {
    if (!this.hasScripts) {
      this.scripts.clear();
      for (let i = 0; i < prompt.count; i++) this.scripts.add(prompt.text(i));
      this.hasScripts = true;
    }
    return this.scripts.dominant();
  }
}
