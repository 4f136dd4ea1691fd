import { CODINGS, MOST_INFLATED } from "../plugin/exchange/coding.ts";
import { because } from "./commented.ts";
import { typed } from "./typed.ts";

const COMPRESSION = "envoy.extensions.compression";

const LIBRARIES: Readonly<Record<string, object>> = {
  gzip: typed(`${COMPRESSION}.gzip.decompressor.v3.Gzip`, { max_inflate_ratio: MOST_INFLATED }),
  br: typed(`${COMPRESSION}.brotli.decompressor.v3.Brotli`),
  zstd: typed(`${COMPRESSION}.zstd.decompressor.v3.Zstd`),
};

const nameOf = (coding: string) => `headgate.${coding}`;

/** Envoy's decompressors, before any filter that reads a body. None is made but where the route asks for them. */
export function decompressors(): object[] {
  return CODINGS.map((coding) =>
    because(
      {
        name: nameOf(coding),
        disabled: true,
        typed_config: typed("envoy.extensions.filters.http.decompressor.v3.Decompressor", {
          decompressor_library: { name: coding, typed_config: LIBRARIES[coding] },
          request_direction_config: { common_config: { ignore_no_transform_header: true } },
          response_direction_config: {
            common_config: { enabled: { default_value: false, runtime_key: "headgate.decompress_responses" } },
          },
        }),
      },
      { disabled: "A request without a coding pays nothing: its route does not turn them on." },
    ),
  );
}

/**
 * Of the route for a body in one coding that Envoy knows. What stands behind another coding takes the usual route, and the
 * gateway filter refuses it. Without its coding the request is found another route, as every request is once it has a pool.
 */
export function decompressing(): { headers: object[]; typed_per_filter_config: object } {
  return {
    headers: [
      { name: "content-encoding", string_match: { safe_regex: { regex: `(?i)\\s*(${CODINGS.join("|")})\\s*` } } },
    ],
    typed_per_filter_config: Object.fromEntries(CODINGS.map((coding) => [nameOf(coding), TURNED_ON])),
  };
}

/** What turns on a filter that is off elsewhere. */
const TURNED_ON = typed("envoy.config.route.v3.FilterConfig", { config: {} });
