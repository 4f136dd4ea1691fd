import { type Config, servesAnybody } from "../contract/config.ts";
import { because } from "./commented.ts";
import { typed } from "./typed.ts";

const NAME = "envoy.filters.http.cors";

/**
 * Envoy's own cors filter. It goes first: a preflight has no key, and what the others answer gets its headers too.
 * Whom it lets in stands at the routes, which come anew without a restart.
 */
export function corsFilter(): object {
  return { name: NAME, disabled: true, typed_config: typed("envoy.extensions.filters.http.cors.v3.Cors") };
}

/** What a virtual host tells that filter: nothing, if no page may ask. */
export function corsOfPages(config: Config): object {
  const origins = originsOf(config);
  if (origins.length === 0) return {};
  const policy = because(
    typed("envoy.extensions.filters.http.cors.v3.CorsPolicy", {
      allow_origin_string_match: origins.map(matcherOf),
      allow_methods: "GET, HEAD, POST, PUT, PATCH, DELETE",
      allow_headers: "authorization, *",
      expose_headers: EXPOSED.join(", "),
      max_age: "7200",
      allow_private_network_access: true,
    }) as { "@type": string; allow_headers?: string },
    { allow_headers: "The star stands for all but authorization. A page sends its key itself, and no cookies." },
  );
  return { typed_per_filter_config: { [NAME]: typed("envoy.config.route.v3.FilterConfig", { config: policy }) } };
}

/** A page that has to bring a key cannot do more than its key may, wherever it is from. */
export function originsOf(config: Config): readonly string[] {
  return config.cors?.allow_origins ?? (servesAnybody(config) ? [] : ["*"]);
}

/** What a page may read of an answer's head, in browsers that do not know the star too. */
const EXPOSED = [
  "*",
  "content-type",
  "retry-after",
  "x-should-retry",
  "x-request-id",
  "request-id",
  "x-headgate-affinity",
  "x-headgate-approximated",
  "x-headgate-attempts",
  "x-headgate-budget",
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
