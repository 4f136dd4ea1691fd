import { ClientRequest } from "../../dialect/client-request";
import { Endpoint } from "../../dialect/endpoint";
import { Operation } from "../../dialect/operation";
import { ChatRequest } from "../../exchange/request";
import { Setting } from "../../exchange/setting";
import { realNumber } from "../../wire/json-number";
import { ABSENT, Span } from "../../wire/span";
import { Admission } from "../admission/admission";
import { CacheMode } from "../cache-mode";
import { Model } from "../model/model";
import { Policy } from "../policy";
import { CacheControl } from "./cache-control";
import { hasOptions, KEY_SIZE, KeyedRequest, neutralKey, ownKey } from "./key";

export enum CacheOutcome {
  /** Asked, and answered by a provider. */
  Miss = 0,
  /** Answered from the cache. */
  Hit = 1,
  /** Not asked: the request does not want it, or its answer may differ each time. */
  Bypass = 2,
}

/** What the response cache is to one exchange. */
export class Caching {
  outcome: CacheOutcome = CacheOutcome.Bypass;
  /** SHA-256 of what was asked; of meaning if the cache is read or filled. */
  key: StaticArray<u8> = new StaticArray<u8>(KEY_SIZE);
  /** Whether an answer of the provider's is kept. */
  fills: bool = false;
  /** Of an answer that the client takes, in seconds; -1: any. */
  maxAge: i64 = -1;
  /** Others that ask the same meanwhile wait for this one; see cache/flights.ts. */
  leads: bool = false;
  /** An answer was kept. */
  filled: bool = false;

  get outcomeName(): string {
    return this.outcome == CacheOutcome.Hit ? "hit" : this.outcome == CacheOutcome.Miss ? "miss" : "bypass";
  }

  /** Whether the cache may answer. */
  get reads(): bool {
    return this.outcome == CacheOutcome.Miss;
  }
}

/** Which chats of the model are cached. */
function cacheModeOf(policy: Policy, model: Model): CacheMode {
  const cache = policy.cache;
  if (cache === null) return CacheMode.Off;
  return model.cache < 0 ? cache.mode : model.cache;
}

/**
 * Whether a request may be answered from the cache and fill it; null where the policy has it off. `tenant`: the
 * caller's, ABSENT for an anonymous one; `headers`, `query`, `request`: the client's.
 */
export function cachingOf(
  policy: Policy,
  admission: Admission,
  endpoint: Endpoint,
  tenant: Span,
  headers: Span,
  query: Span,
  request: ClientRequest,
): Caching | null {
  const model = admission.model;
  if (model === null || policy.cache === null) return null;
  if (endpoint.operation != Operation.Chat && endpoint.operation != Operation.Embeddings) return null;
  const mode = cacheModeOf(policy, model);
  if (mode == CacheMode.Off) return null;
  const caching = new Caching();
  const control = new CacheControl(headers);
  if (control.noStore) return caching;
  const keyed = new KeyedRequest(tenant, model, admission.facts.model, endpoint, headers, query, request);
  const isEmbedding = endpoint.operation == Operation.Embeddings;
  const known = isEmbedding ? keyEmbeddings(keyed, caching) : keyChat(keyed, mode, caching);
  if (!known) return caching;
  caching.fills = true;
  caching.maxAge = control.maxAge;
  if (!control.noCache) caching.outcome = CacheOutcome.Miss;
  return caching;
}

/** Vectors are the same each time. They go back as they came, so only to a client of the same endpoint. */
function keyEmbeddings(keyed: KeyedRequest, caching: Caching): bool {
  const shape = keyed.endpoint.embeddings;
  if (shape === null || keyed.request.embedding === null) return false;
  ownKey(keyed, shape.path(), caching.key);
  return true;
}

/**
 * False for what is not to be asked for twice: a request that leans on what a provider remembers, does or looks
 * up (`conversation`, `background`, web search), or wants several answers.
 */
function keyChat(keyed: KeyedRequest, mode: CacheMode, caching: Caching): bool {
  const endpoint = keyed.endpoint;
  const request = keyed.request.chat;
  if (request === null || request.reachesOut) return false;
  if (mode == CacheMode.Deterministic && !isDeterministic(request)) return false;
  // What an older endpoint's own provider says more is in no neutral form, and a stream is kept in that.
  if (endpoint.dialect.isLegacy() && endpoint.dialect.asksMore(keyed.request.tape)) return false;
  if (request.dropped.length == 0 && !hasOptions(keyed)) neutralKey(keyed, request, caching.key);
  else ownKey(keyed, endpoint.dialect.chatPath(), caching.key);
  return true;
}

function isDeterministic(request: ChatRequest): bool {
  if (request.has(Setting.Seed)) return true;
  const temperature = request.settings[Setting.Temperature];
  return temperature != ABSENT && realNumber(temperature) == 0;
}
