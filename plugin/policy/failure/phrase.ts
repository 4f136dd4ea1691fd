/** Whether the text begins with the phrase, in which `*` stands for anything: before the first star, nothing else may stand. */
export function beginsWith(text: string, phrase: string): bool {
  const parts = phrase.split("*");
  if (!text.startsWith(parts[0])) return false;
  let at = parts[0].length;
  for (let i = 1; i < parts.length; i++) {
    const found = text.indexOf(parts[i], at);
    if (found < 0) return false;
    at = found + parts[i].length;
  }
  return true;
}

/** Whether the code is one of the phrases, or the message begins with one. */
export function isAmong(phrases: Array<string>, code: string, message: string): bool {
  for (let i = 0; i < phrases.length; i++) {
    if (code == phrases[i] || beginsWith(message, phrases[i])) return true;
  }
  return false;
}
