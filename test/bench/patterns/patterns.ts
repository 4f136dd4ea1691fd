const TOPICS = ["password", "invoice", "salary", "lawsuit", "merger", "diagnosis", "passport", "credential"] as const;
const VERBS = ["reveal", "disclose", "print", "repeat", "leak"] as const;

/** Rules as operators write them: fifty, of which none matches this project's README. */
export const PATTERNS: readonly string[] = [
  "\\bignore (?:all )?previous\\b",
  "system\\s+prompt\\s+verbatim",
  "you are now (?:dan|developer mode)",
  "\\bsk-[A-Za-z0-9]{20,}",
  "-----BEGIN [A-Z ]*PRIVATE KEY-----",
  "\\b(?:do anything now|jailbreak)\\b",
  "\\bproject[- ](?:apollo|zeus|hera)\\b",
  "\\bAKIA[0-9A-Z]{16}\\b",
  "[0-9]{3}-[0-9]{2}-[0-9]{4}",
  "(?:select|delete|drop)\\s+(?:from|table)\\s",
  ...TOPICS.flatMap((topic) => VERBS.map((verb) => `\\b${verb} (?:the|their|my|your) ${topic}s?\\b`)),
];
