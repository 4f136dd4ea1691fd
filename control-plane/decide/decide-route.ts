import express, { type RequestHandler, type Router } from "express";
import type { Decision } from "../../contract/decision.ts";
import { answerSchema, questionSchema } from "../../contract/decision.ts";
import { askService, NoAnswer } from "../network/ask-service.ts";
import type { Log } from "../process/log.ts";

interface DecideOptions {
  /** Those of the configuration in force. */
  decisions(): Readonly<Record<string, Decision>>;
  /** Lets the gateway through, and nobody else. */
  guard: RequestHandler;
  log: Log;
}

/** `POST /decide`: what a rule asks goes on to the decision's own service, and a checked answer back. */
export function decideRoute({ decisions, guard, log }: DecideOptions): Router {
  const router = express.Router();
  // A question has 4 KiB of prompt, six bytes for each in the worst of escapes.
  router.post("/decide", guard, express.json({ limit: "64kb" }), async (request, response) => {
    response.set("cache-control", "no-store");
    const question = questionSchema.safeParse(request.body);
    if (!question.success) {
      response.status(400).json({ error: "no such question" });
      return;
    }
    const { decision: name, rule } = question.data;
    const decision = Object.hasOwn(decisions(), name) ? decisions()[name] : undefined;
    if (decision === undefined) {
      response.status(404).json({ error: "no such decision" });
      return;
    }
    const gone = new AbortController();
    response.on("close", () => gone.abort());
    try {
      const service = { ...decision, answer: answerSchema, called: "answer" };
      response.json(await askService(service, question.data, gone.signal));
    } catch (error) {
      if (!(error instanceof NoAnswer)) throw error;
      if (gone.signal.aborted) return;
      log.warn(`decision ${name}, asked by rule ${rule}: ${decision.url} ${error.message}`);
      response.status(502).json({ error: "no answer" });
    }
  });
  return router;
}
