import { decode, encode, u64 } from "./bytes.ts";
import type { Context } from "./context.ts";
import { memberOf, serializeMetadata } from "./metadata.ts";

type Known = Uint8Array | string | number | boolean | undefined;
type Reader = (context: Context, rest: string[]) => Known;

/** Parts of the request's head: at hand only where the head itself is, in 1.40.0 as here. */
const request: Record<string, (header: (name: string) => string | undefined) => Known> = {
  path: (header) => header(":path"),
  url_path: (header) => header(":path")?.split("?", 1)[0],
  query: (header) => header(":path")?.split("?").slice(1).join("?"),
  host: (header) => header(":authority"),
  scheme: (header) => header(":scheme"),
  method: (header) => header(":method"),
  referer: (header) => header("referer"),
  useragent: (header) => header("user-agent"),
  id: (header) => header("x-request-id"),
};

/** The attributes of Envoy that this host knows, by the first part of the path. */
const readers: Record<string, Reader> = {
  request(context, [name = "", header = ""]) {
    const head = context.knownHead("request");
    if (name === "protocol") return context.info && "HTTP/1.1";
    return name === "headers" ? head?.get(header) : head && request[name]?.((known) => head.get(known));
  },
  response(context, [name = "", header = ""]) {
    if (name === "code") return context.info?.code;
    if (name === "code_details") return context.info?.codeDetails;
    if (name === "flags") return context.info?.flags;
    return name === "headers" ? context.knownHead("response")?.get(header) : undefined;
  },
  connection(context, [name]) {
    if (!context.info) return undefined;
    const { peer } = context.info.surroundings;
    if (name === "mtls") return peer !== undefined;
    if (name === "uri_san_peer_certificate") return peer;
    return name === "id" ? context.info.connectionId : undefined;
  },
  source: (context, [name]) => endpoint(context.info?.sourceAddress, name),
  upstream(context, [name]) {
    if (name === "request_attempt_count") return context.info?.attemptCount;
    return endpoint(context.info?.upstreamHost?.address, name);
  },
  xds(context, [what, field, filter = "", key = ""]) {
    if (what !== "upstream_host_metadata" || field !== "filter_metadata") return undefined;
    return context.info?.upstreamHost?.filterMetadata[filter]?.[key];
  },
  metadata(context, [kind, filter = "", ...path]) {
    if (kind !== "filter_metadata") return undefined;
    const value = path.reduce(memberOf, context.info?.surroundings.metadata?.[filter]);
    return value === undefined ? undefined : serializeMetadata(value);
  },
  plugin_name: (context) => context.root.plugin.name,
  plugin_root_id: (context) => context.root.plugin.rootId,
  plugin_vm_id: (context) => context.vm.worker.vmId,
};

/** `proxy_get_property`: an attribute of Envoy, or what `proxy_set_property` wrote; its parts are joined with NUL. */
export function readProperty(context: Context, path: Uint8Array): Uint8Array | undefined {
  const [first = "", ...rest] = decode(path).split("\0");
  const reader = Object.hasOwn(readers, first) ? readers[first] : undefined;
  if (reader) return serialize(reader(context, rest));
  return rest.length === 0 ? context.info?.filterState.get(first) : undefined;
}

function endpoint(address: string | undefined, name: string | undefined): Known {
  if (name === "address") return address;
  return name === "port" && address ? Number(address.slice(address.lastIndexOf(":") + 1)) : undefined;
}

/** Envoy's native form: strings as they are, integers in eight bytes, booleans in one. */
function serialize(value: Known): Uint8Array | undefined {
  if (typeof value === "boolean") return Uint8Array.of(value ? 1 : 0);
  if (typeof value === "number") return u64(value);
  return value === undefined ? undefined : encode(value);
}
