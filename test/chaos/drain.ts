/**
 * Arguments of an Envoy that drains: each answer says `connection: close` from the first moment on, and what is still
 * under way after two seconds is cut (Envoy's own default is ten minutes; the time has to be longer than any answer).
 */
export const DRAIN = ["--drain-strategy", "immediate", "--drain-time-s", "2", "--parent-shutdown-time-s", "3"];
