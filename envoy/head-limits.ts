import { earlyRefusal } from "./early-refusal.ts";

/** Of a request's head, in KiB. A client key, a trace and a few beta flags take one. */
export const MAX_HEAD_KIB = 256;

/** How many headers a request may have. */
export const MAX_HEADERS = 256;

const MESSAGE = `the request's head is larger than ${MAX_HEAD_KIB} KiB, or has more than ${MAX_HEADERS} headers`;

const STATUS_431 = {
  status_code_filter: {
    comparison: { op: "EQ", value: { default_value: 431, runtime_key: "headgate.head_too_large" } },
  },
};

/** Envoy's own 431. */
export function headTooLarge(): object[] {
  return earlyRefusal(STATUS_431, "invalid_request_error", MESSAGE);
}
