import { request } from "undici";
import { type Answer, answerSchema, type Question } from "../contract/decision.ts";
import type { Decision } from "../contract/rule.ts";

/** An answer is a few words: one of more is none. */
const MAX_ANSWER_BYTES = 64 * 1024;

/** Why a decision has no answer: for the log, without a word of the prompt. */
export class NoAnswer extends Error {}

/**
 * Puts a question to the service that decides.
 *
 * @throws NoAnswer if it cannot be reached, takes longer than the decision's timeout, or says anything else
 */
export async function askDecision(decision: Decision, question: Question, gone?: AbortSignal): Promise<Answer> {
  const inTime = AbortSignal.timeout(Number.parseFloat(decision.timeout) * 1000);
  const signal = gone === undefined ? inTime : AbortSignal.any([inTime, gone]);
  return answerOf(await ask(decision, question, signal));
}

async function ask(decision: Decision, question: Question, signal: AbortSignal): Promise<string> {
  try {
    const { statusCode, body } = await request(decision.url, {
      method: "POST",
      headers: { "content-type": "application/json", accept: "application/json" },
      body: JSON.stringify(question),
      signal,
    });
    if (statusCode !== 200) {
      body.destroy();
      throw new NoAnswer(`answered with status ${statusCode}`);
    }
    return await textOf(body);
  } catch (error) {
    if (error instanceof NoAnswer) throw error;
    const { name, code } = error as NodeJS.ErrnoException;
    throw new NoAnswer(
      name === "TimeoutError" ? `did not answer within ${decision.timeout}` : `cannot be reached (${code ?? name})`,
    );
  }
}

async function textOf(body: AsyncIterable<Buffer> & { destroy(): void }): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > MAX_ANSWER_BYTES) {
      body.destroy();
      throw new NoAnswer(`answered with more than ${MAX_ANSWER_BYTES} bytes`);
    }
  }
  return Buffer.concat(chunks).toString("utf8");
}

function answerOf(text: string): Answer {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new NoAnswer("answered with what is not JSON");
  }
  const result = answerSchema.safeParse(value);
  if (result.success) return result.data;
  // The paths alone: what stands there may be the prompt again.
  const wrong = result.error.issues.map(({ path }) => path.join(".") || "the answer");
  throw new NoAnswer(`answered with what is no answer: ${[...new Set(wrong)].join(", ")}`);
}
