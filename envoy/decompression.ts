import { CODINGS, MOST_INFLATED } from "../plugin/exchange/coding.ts";
import { because } from "./commented.ts";
import { typed } from "./typed.ts";

const HTTP_FILTERS = "envoy.extensions.filters.http";

/**
 * Takes the coding off a request's body, before any other filter reads it. Envoy makes a decompressor only for a
 * request that names a coding that it knows, alone: what stands behind another the gateway filter refuses.
 */
export function decompression(): object {
  return {
    name: "headgate.decompression",
    typed_config: typed("envoy.extensions.common.matching.v3.ExtensionWithMatcher", {
      extension_config: {
        name: "envoy.filters.http.composite",
        typed_config: typed(`${HTTP_FILTERS}.composite.v3.Composite`),
      },
      xds_matcher: {
        matcher_list: { matchers: CODINGS.map((coding) => ({ ...predicate(coding), ...action(coding) })) },
      },
    }),
  };
}

function predicate(coding: string): object {
  const input = {
    name: "envoy.matching.inputs.request_headers",
    typed_config: typed("envoy.type.matcher.v3.HttpRequestHeaderMatchInput", { header_name: "content-encoding" }),
  };
  return { predicate: { single_predicate: { input, value_match: { exact: coding, ignore_case: true } } } };
}

function action(coding: string): object {
  const decompressor = {
    name: `headgate.${coding}`,
    typed_config: typed(`${HTTP_FILTERS}.decompressor.v3.Decompressor`, {
      decompressor_library: { name: coding, typed_config: LIBRARIES[coding] },
      request_direction_config: { common_config: { ignore_no_transform_header: true } },
      response_direction_config: because(
        { common_config: { enabled: { default_value: false, runtime_key: "headgate.decompress_responses" } } },
        { common_config: "What providers answer is not its business." },
      ),
    }),
  };
  const execute = typed(`${HTTP_FILTERS}.composite.v3.ExecuteFilterAction`, { typed_config: decompressor });
  return { on_match: { action: { name: "decompress", typed_config: execute } } };
}

const LIBRARIES: Readonly<Record<string, object>> = {
  gzip: typed("envoy.extensions.compression.gzip.decompressor.v3.Gzip", { max_inflate_ratio: MOST_INFLATED }),
  br: typed("envoy.extensions.compression.brotli.decompressor.v3.Brotli"),
  zstd: typed("envoy.extensions.compression.zstd.decompressor.v3.Zstd"),
};
