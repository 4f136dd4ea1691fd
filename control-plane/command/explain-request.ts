import type { PolicyLimits } from "../../contract/limits.ts";
import type { Policy } from "../../contract/policy.ts";
import { providerKeyVariables } from "../../contract/policy.ts";
import { poolName } from "../../envoy/pool-cluster.ts";
import type { AttemptRequest, Upstream, UpstreamAnswer } from "../../test/host/index.ts";
import { demoReply } from "../demo-provider/demo-provider.ts";

export interface Question {
  path: string;
  headers: Readonly<Record<string, string>>;
  body: string;
}

/** What the filter makes of a request. */
export interface Explained {
  verdict: "sent" | "refused";
  /** Of the refusal, as the client would see it. */
  status?: number;
  message?: string;
  key: string | null;
  tenant: string | null;
  /** The name in the policy. */
  model: string | null;
  rule: string | null;
  tags: string[];
  dropped: string[];
  /** Targets of the model that the request may not go to, with the reason as plugin/policy/admission/left-out.ts names it. */
  left_out: { target: string; reason: string }[];
  /** All that the request is counted against; what is used of them the filter in Envoy knows. */
  limits: ({ of: string } & PolicyLimits)[];
  /** In the order in which they are asked while each fails, with what each is sent: provider keys by their variables. */
  attempts: { target: string; method: string; url: string; headers: Record<string, string>; body: string }[];
}

/** What the filter keeps for the access log: see plugin/reply/explanation.ts. */
type Kept = Pick<Explained, "key" | "tenant" | "model" | "rule" | "tags" | "dropped" | "left_out">;

/** Runs the very filter that Envoy runs, in the host that its tests run it in, in front of providers that are none. */
export async function explainRequest(wasm: Uint8Array, policy: Policy, question: Question): Promise<Explained> {
  // Only this command needs it.
  const { Host } = await import("../../test/host/index.ts");
  const host = (upstream: Upstream) =>
    new Host({
      wasm,
      env: variableNames(policy),
      plugins: [
        { rootId: "headgate.gateway", configuration: JSON.stringify({ policy: { ...policy, explain: true } }) },
        { rootId: "headgate.provider" },
      ],
      pools: poolsOf(policy),
      upstream,
    });
  const { path, headers, body } = question;
  const request = { path, headers: { "content-type": "application/json", ...headers }, body };
  // What is dropped is told of a request that is answered; a provider that is down sends it on to the next.
  const first = host(answerAsDemo).open(request);
  const { attempts } = host(() => ({ status: 503 })).open(request).result;
  const kept = keptBy(first);
  const { status, body: answered } = first.result;
  return {
    ...(attempts.length > 0
      ? { verdict: "sent" }
      : { verdict: "refused", ...(status && { status }), message: messageIn(answered) }),
    ...kept,
    limits: limitsOf(policy, kept),
    attempts: attempts.map(({ target, request: sent }) => {
      const shown = Object.entries(sent.headers).filter(
        ([name]) => !name.startsWith(":") && !name.startsWith("x-envoy-"),
      );
      const { scheme, authority } = policy.targets.find(({ id }) => id === target) ?? { scheme: "", authority: "" };
      const url = `${scheme}://${authority}${sent.path}`;
      return { target, method: sent.method, url, headers: Object.fromEntries(shown), body: sent.body };
    }),
  };
}

function answerAsDemo({ path, body }: AttemptRequest): UpstreamAnswer {
  const reply = demoReply(path, body);
  if (reply === undefined) return { status: 400 };
  return { headers: { "content-type": reply.contentType }, body: reply.text };
}

/** In place of each provider key. */
function variableNames(policy: Policy): Record<string, string> {
  return Object.fromEntries(providerKeyVariables(policy).map((name) => [name, `<${name}>`]));
}

/** As envoy/pool-cluster.ts makes them: one for each target of a model, starting with it. */
function poolsOf(policy: Policy): Record<string, string[]> {
  const pools = policy.models.flatMap(({ name, targets }) =>
    targets.map((_, first): [string, string[]] => {
      const ids = targets.map(({ id }) => id);
      return [poolName(name, first), [...ids.slice(first), ...ids.slice(0, first)]];
    }),
  );
  return Object.fromEntries(pools);
}

function keptBy({ info }: { info: { filterState: ReadonlyMap<string, Uint8Array> } }): Kept {
  const text = Buffer.from(info.filterState.get("headgate_explain") ?? "").toString();
  const { key, tenant, model, rule, tags, dropped, left_out } = JSON.parse(text || "{}") as Partial<Kept>;
  return {
    key: key ?? null,
    tenant: tenant ?? null,
    model: model ?? null,
    rule: rule ?? null,
    tags: tags ?? [],
    dropped: dropped ?? [],
    left_out: left_out ?? [],
  };
}

function limitsOf(policy: Policy, { key, tenant, model }: Kept): Explained["limits"] {
  const counted = [
    { of: `key ${key}`, limits: policy.keys.find(({ id }) => id === key)?.limits },
    { of: `tenant ${tenant}`, limits: policy.tenants.find(({ id }) => id === tenant)?.limits },
    { of: `model ${model}`, limits: policy.models.find(({ name }) => name === model)?.limits },
  ];
  return counted.flatMap(({ of, limits }) => (limits && Object.keys(limits).length > 0 ? [{ of, ...limits }] : []));
}

/** Every dialect's error has one. */
function messageIn(body: string): string {
  try {
    const { error } = JSON.parse(body) as { error: string | { message: string } };
    return typeof error === "string" ? error : error.message;
  } catch {
    return body;
  }
}
