/** The platform refuses a smaller `max_output_tokens`; clients send 1 to see whether a model answers. */
export const MIN_TOKENS: i64 = 16;
