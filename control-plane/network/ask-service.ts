import { request } from "undici";
import type { z } from "zod";

/** An answer is a few words: one of more is none. */
const MAX_ANSWER_BYTES = 64 * 1024;

/** Why a service has no answer: for the log, without a word of what was asked. */
export class NoAnswer extends Error {}

interface Service<Schema extends z.ZodType> {
  url: string;
  /** Such as `0.25s`. */
  timeout: string;
  answer: Schema;
  /** What the answer has to be, for the log: `answer`, `verdict`. */
  called: string;
}

/**
 * Puts a question to a service of the operator's: `POST`, JSON both ways.
 *
 * @throws NoAnswer if it cannot be reached, takes longer than the timeout, or says anything else
 */
export async function askService<Schema extends z.ZodType>(
  service: Service<Schema>,
  question: unknown,
  gone?: AbortSignal,
): Promise<z.output<Schema>> {
  const inTime = AbortSignal.timeout(Number.parseFloat(service.timeout) * 1000);
  const signal = gone === undefined ? inTime : AbortSignal.any([inTime, gone]);
  return answerOf(service, await ask(service, question, signal));
}

async function ask({ url, timeout }: Service<z.ZodType>, question: unknown, signal: AbortSignal): Promise<string> {
  try {
    const { statusCode, body } = await request(url, {
      method: "POST",
      headers: { "content-type": "application/json", accept: "application/json" },
      body: JSON.stringify(question),
      signal,
    });
    if (statusCode !== 200) {
      // undici tells of the abort by an event, which nobody but us could hear: unheard, it ends the process.
      body.on("error", () => {}).destroy();
      throw new NoAnswer(`answered with status ${statusCode}`);
    }
    return await textOf(body);
  } catch (error) {
    if (error instanceof NoAnswer) throw error;
    const { name, code } = error as NodeJS.ErrnoException;
    throw new NoAnswer(
      name === "TimeoutError" ? `did not answer within ${timeout}` : `cannot be reached (${code ?? name})`,
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

function answerOf<Schema extends z.ZodType>({ answer, called }: Service<Schema>, text: string): z.output<Schema> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new NoAnswer("answered with what is not JSON");
  }
  const result = answer.safeParse(value);
  if (result.success) return result.data;
  // The paths alone: what stands there may be the prompt again.
  const wrong = result.error.issues.map(({ path }) => path.join(".") || `the ${called}`);
  throw new NoAnswer(`answered with what is no ${called}: ${[...new Set(wrong)].join(", ")}`);
}
