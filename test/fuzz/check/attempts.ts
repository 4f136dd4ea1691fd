import { isJson, readings } from "../../fixtures/json/index.ts";
import type { ExchangeResult } from "../../host/index.ts";
import { demand } from "../demand.ts";
import { CLIENT_KEY, keyOf, PROVIDER_KEY, providerOf, upstreamModel } from "../gateway.ts";
import type { ClientRequest } from "../request.ts";
import { endpointAt } from "../seeds/index.ts";

/**
 * What reaches a provider: JSON, for the model that was asked for, whichever way it is read, and with no
 * other secret than the provider's own key.
 *
 * @throws Fault
 */
export function checkAttempts({ endpoint: { operation } }: ClientRequest, { attempts }: ExchangeResult): void {
  for (const { target, request } of attempts) {
    const provider = providerOf(target);
    const said = () => `to ${target}: ${request.body.slice(0, 1000)}`;
    const asked = endpointAt(request.path);
    demand(asked?.providers.includes(provider) ?? false, () => `${request.path} ${said()}`);
    demand(asked?.operation === operation, () => `${request.path} for ${operation} ${said()}`);
    demand(isJson(request.bytes), () => `not JSON ${said()}`);
    const models = readings(request.body, "model");
    const model = target.slice(0, target.lastIndexOf("/"));
    demand(
      models.length === 1 && models[0] === upstreamModel(model, provider),
      () => `asks for ${JSON.stringify(models)} ${said()}`,
    );

    const head = JSON.stringify(request.rawHeaders);
    demand(!head.includes(CLIENT_KEY), () => `the client's key ${said()} ${head}`);
    const keys = new Set(head.match(PROVIDER_KEY));
    demand(keys.size === 1 && keys.has(keyOf(provider)), () => `the keys ${[...keys]} ${said()}`);
  }
}
