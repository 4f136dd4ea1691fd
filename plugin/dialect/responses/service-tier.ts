import { is, Span } from "../../wire/span";

/** Whether the platform knows it: other providers have tiers of other names. `value`: a JSON value. */
export function isServiceTier(value: Span): bool {
  return (
    is(value, '"auto"') ||
    is(value, '"default"') ||
    is(value, '"flex"') ||
    is(value, '"scale"') ||
    is(value, '"priority"')
  );
}
