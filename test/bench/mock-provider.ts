import { typed } from "../../envoy/typed.ts";
import { WIRE } from "../fixtures/wire/index.ts";
import { httpListener } from "./http-listener.ts";
import { type AnswerKind, answerBody, type ProviderDialect } from "./workload.ts";

/** Where the mock answers so: `/stream/v1/chat/completions`. A route cannot look into a body for `stream`. */
export function mockPath(kind: AnswerKind, dialect: ProviderDialect): string {
  return `/${kind}${WIRE[dialect].path}`;
}

/** A provider that is an Envoy: it answers from its configuration, faster than either side can ask. */
export function mockProvider(ports: { listen: number; admin: number }): string {
  const routes = (["chat", "stream"] as const).flatMap((kind) =>
    (["openai", "anthropic"] as const).map((dialect) => route(kind, dialect)),
  );
  return httpListener(ports, [WHOLE_REQUEST, { name: NO_LENGTH, typed_config: typed(HEADER_MUTATION) }], {
    max_direct_response_body_size_bytes: 1024 * 1024,
    virtual_hosts: [{ name: "mock", domains: ["*"], routes }],
  });
}

function route(kind: AnswerKind, dialect: ProviderDialect): object {
  const type = kind === "chat" ? "application/json" : WIRE[dialect].streamType;
  return {
    match: { path: mockPath(kind, dialect) },
    direct_response: { status: 200, body: { inline_string: answerBody(kind, dialect) } },
    response_headers_to_add: [
      { header: { key: "content-type", value: type }, append_action: "OVERWRITE_IF_EXISTS_OR_ADD" },
    ],
    ...(kind === "stream" && { typed_per_filter_config: { [NO_LENGTH]: CHUNKED } }),
  };
}

/** Without it Envoy answers at the head of the request, and then closes the connection for the body still to come. */
const WHOLE_REQUEST = {
  name: "envoy.filters.http.buffer",
  typed_config: typed("envoy.extensions.filters.http.buffer.v3.Buffer", { max_request_bytes: 4 * 1024 * 1024 }),
};

const NO_LENGTH = "envoy.filters.http.header_mutation";
const HEADER_MUTATION = "envoy.extensions.filters.http.header_mutation.v3.HeaderMutation";

/** No provider knows the length of its stream before it ends. */
const CHUNKED = typed(`${HEADER_MUTATION}PerRoute`, {
  mutations: { response_mutations: [{ remove: "content-length" }] },
});
