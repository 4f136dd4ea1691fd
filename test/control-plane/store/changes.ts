import type { Change, Put } from "../../../control-plane/store/store.ts";

/** Changes as the suites make them. */
export const model = (id: string, more: Partial<Put> = {}): Put => ({ kind: "model", id, body: { of: id }, ...more });

export const entry = (actor = "token:ops", object = "model/m") => ({
  actor,
  action: "model.put",
  object,
  change: null,
});

export const put = (...puts: Put[]): Change => ({ puts, audit: [entry()] });
