import type { Cors } from "../contract/cors.ts";
import { because } from "./commented.ts";
import { typed } from "./typed.ts";

const NAME = "envoy.filters.http.cors";

/**
 * Envoy's own cors filter. It goes first: a preflight has no key, and what the others answer gets its headers too.
 * Whom it lets in stands at the routes, which come anew without a restart.
 */
export function corsFilter(): object {
  return { name: NAME, typed_config: typed("envoy.extensions.filters.http.cors.v3.Cors") };
}

/** What a virtual host tells that filter. */
export function corsOfPages({ allow_origins }: Cors): object {
  return {
    [NAME]: because(
      typed("envoy.extensions.filters.http.cors.v3.CorsPolicy", {
        allow_origin_string_match: allow_origins.map(matcherOf),
        allow_methods: "GET, HEAD, POST, PUT, PATCH, DELETE",
        allow_headers: "authorization, *",
        expose_headers: EXPOSED.join(", "),
        max_age: "7200",
        allow_private_network_access: true,
      }) as { "@type": string; allow_headers?: string },
      { allow_headers: "The star stands for all but authorization. A page sends its key itself, and no cookies." },
    ),
  };
}

/** What a page may read of an answer's head, in browsers that do not know the star too. */
const EXPOSED = [
  "*",
  "content-type",
  "retry-after",
  "x-should-retry",
  "x-request-id",
  "request-id",
  "x-headgate-approximated",
  "x-headgate-attempts",
  "x-headgate-cache",
  "x-headgate-dropped",
  "x-headgate-model",
  "x-headgate-rule",
  "x-headgate-tags",
  "x-headgate-target",
];

/** Browsers write an origin in lower case, and no port that its scheme implies. */
function matcherOf(written: string): object {
  const origin = written
    .toLowerCase()
    .replace(/^(https:.*):443$/, "$1")
    .replace(/^(http:.*):80$/, "$1");
  const [scheme = "", parent] = origin.split("*.");
  if (parent === undefined) return { exact: origin };
  return { safe_regex: { regex: `${escaped(scheme)}([a-z0-9_-]+\\.)+${escaped(parent)}` } };
}

function escaped(text: string): string {
  return text.replace(/[.+*?^$()[\]{}|\\]/g, "\\$&");
}
