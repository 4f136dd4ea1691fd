import { typed } from "../../../envoy/typed.ts";
import { WIRE } from "../../fixtures/wire/index.ts";
import { httpListener } from "../http-listener.ts";

/** A provider that is an Envoy, and answers everything with 500. */
export function failingProvider(ports: { listen: number; admin: number }): string {
  const buffer = {
    name: "envoy.filters.http.buffer",
    typed_config: typed("envoy.extensions.filters.http.buffer.v3.Buffer", { max_request_bytes: 4 * 1024 * 1024 }),
  };
  const body = { inline_string: JSON.stringify(WIRE.openai.error(500, "oops")) };
  const route = {
    match: { prefix: "/" },
    direct_response: { status: 500, body },
    response_headers_to_add: [
      { header: { key: "content-type", value: "application/json" }, append_action: "OVERWRITE_IF_EXISTS_OR_ADD" },
    ],
  };
  return httpListener(ports, [buffer], { virtual_hosts: [{ name: "failing", domains: ["*"], routes: [route] }] });
}
