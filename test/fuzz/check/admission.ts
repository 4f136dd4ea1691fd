import { isJson, readings } from "../../fixtures/json/index.ts";
import type { ExchangeResult } from "../../host/index.ts";
import { demand } from "../demand.ts";
import { MODELS } from "../gateway.ts";
import type { ClientRequest } from "../request.ts";

const NO_JSON = /the request body is not valid (JSON|UTF-8)/;

/**
 * What the gateway makes of a request: it goes to a provider only if every reader takes it for JSON that
 * asks for one model, and is called no JSON only if it is none.
 *
 * @throws Fault
 */
export function checkAdmission({ body }: ClientRequest, { status, attempts, body: answer }: ExchangeResult): void {
  const valid = isJson(body);
  if (NO_JSON.test(answer) && status === 400) demand(!valid, () => "valid JSON was refused as none");
  if (attempts.length === 0) return;
  demand(valid, () => "what is no JSON got to a provider");
  const asked = readings(body.toString(), "model");
  demand(
    asked.length === 1 && String(asked[0]) in MODELS,
    () => `a request for ${JSON.stringify(asked)} got to a provider`,
  );
}
