/** Rules as a policy may have them, none of which holds for the prompt. `withPrompt`: half of them look into it. */
export function rulesOf(count: number, withPrompt: boolean): object[] {
  return Array.from({ length: count }, (_, index) => ({
    when: withPrompt ? CONDITIONS[index % CONDITIONS.length]?.(index) : FACTS[index % FACTS.length]?.(index),
    tag: "seen",
  }));
}

type Make = (index: number) => object;

const FACTS: readonly Make[] = [
  (index) => ({ model: `o${index}-*` }),
  (index) => ({ headers: { "x-app": `app-${index}` } }),
  (index) => ({ bytes: { gt: 2_000_000 - index } }),
  (index) => ({ model: ["gpt-*", "llama*"], endpoint: "embeddings", bytes: { gt: 1000 - index } }),
  (index) => ({ dialect: "anthropic", bytes: { gt: 1000 - index } }),
];

const CONDITIONS: readonly Make[] = [
  (index) => ({ keywords: [`project${index}`, `codename${index}`, `budget ${index}`] }),
  (index) => ({ model: `o${index}-*` }),
  (index) => ({ prompt_matches: `(?i)\\b(ignore|forget) (all )?(previous|earlier) ${index}\\b` }),
  (index) => ({ headers: { "x-app": `app-${index}` } }),
  (index) => ({ contains_pii: ["email", "card"], bytes: { lt: 1_000_000 + index } }),
  (index) => ({ bytes: { gt: 2_000_000 - index } }),
  (index) => ({ script: "cyrillic", bytes: { lt: 1_000_000 + index } }),
  (index) => ({ has_images: true, bytes: { lt: 1_000_000 + index } }),
];

const SENTENCES = [
  "Please summarise the following report for the board, in three short paragraphs.",
  'The customer wrote: "the delivery came late, and 2 of the 14 boxes were open".\n',
  "Compare the figures of the second quarter with those of the year before; keep the tone friendly.\n\n",
  "If a number is missing, say so and do not guess. Version 3.11.2 of the tool prints 1024 lines.",
];

/** A chat of a system's message and several turns, of about that many bytes. */
export function promptOf(bytes: number): object {
  const messages = [{ role: "system", content: "You are a helpful assistant of a logistics company." }];
  for (let index = 0; JSON.stringify(messages).length < bytes - 150; index++) {
    const text = Array.from({ length: 4 }, (_, at) => SENTENCES[(index + at) % SENTENCES.length]).join(" ");
    const left = bytes - JSON.stringify(messages).length - 80;
    messages.push({ role: index % 2 === 0 ? "user" : "assistant", content: text.slice(0, Math.max(left, 20)) });
  }
  return { model: "gpt-4o", messages, stream: true };
}
