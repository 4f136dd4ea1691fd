import { z } from "zod";
import { identifier } from "../../contract/names.ts";
import { type ProviderKey, providerKeyFields } from "../../contract/provider-key.ts";
import { moment } from "../../contract/time.ts";

/** As the store has it. `sealed`: what secret/ made of a secret. */
export const storedProviderKeySchema = providerKeyFields.extend({
  provider: identifier,
  sealed: z.string(),
  /** How often it was rotated. */
  generation: z.int().positive().optional(),
  /** The secret before this one, good until a moment. */
  previous: z.strictObject({ sealed: z.string(), until: moment }).optional(),
  /** The secret that takes the place of this one at a moment; this one is good `until` another. */
  next: z.strictObject({ sealed: z.string(), at: moment, until: moment, expires_at: moment.optional() }).optional(),
});
export type StoredProviderKey = z.input<typeof storedProviderKeySchema>;

/** One secret of a provider key, as the data plane goes by it: when which of them counts, it decides by its own clock. */
interface KeySecret {
  sealed: string;
  generation: number;
  times: Pick<ProviderKey, "not_before" | "expires_at" | "retires_at">;
}

/** Of a moment that is over: what has been in force ever since. */
const LONG_AGO = new Date(0).toISOString();

/** All secrets of a key: the one in force, then the one before it and the one to come. */
export function secretsOf(key: StoredProviderKey): KeySecret[] {
  const { sealed, generation = 0, previous, next, not_before, expires_at } = key;
  const own = { ...(not_before !== undefined && { not_before }), ...(expires_at !== undefined && { expires_at }) };
  const replaced = next && { retires_at: next.at, expires_at: earlier(expires_at, next.until) };
  return [
    { sealed, generation, times: { ...own, ...replaced } },
    ...(previous
      ? [
          {
            sealed: previous.sealed,
            generation: generation - 1,
            times: { retires_at: LONG_AGO, expires_at: previous.until },
          },
        ]
      : []),
    ...(next
      ? [
          {
            sealed: next.sealed,
            generation: generation + 1,
            times: { not_before: next.at, ...(next.expires_at !== undefined && { expires_at: next.expires_at }) },
          },
        ]
      : []),
  ];
}

function earlier(one: string | undefined, other: string): string {
  return one !== undefined && Date.parse(one) < Date.parse(other) ? one : other;
}

/** The key as it stands by now: a rotation that was to come has come, a secret that is over is gone. */
export function asOf(now: number, key: StoredProviderKey): StoredProviderKey {
  const { previous, next, ...rest } = key;
  const isOver = (moment: string) => Date.parse(moment) <= now;
  if (next && isOver(next.at)) {
    const { sealed, until, expires_at } = next;
    return asOf(now, {
      ...withoutTimes(rest),
      sealed,
      generation: (rest.generation ?? 0) + 1,
      ...(expires_at !== undefined && { expires_at }),
      previous: { sealed: rest.sealed, until },
    });
  }
  return { ...rest, ...(previous && !isOver(previous.until) && { previous }), ...(next && { next }) };
}

interface Rotation {
  sealed: string;
  /** Milliseconds: how long the secret before is good still. */
  overlap: number;
  /** When; absent: now. */
  at?: string | undefined;
  /** Of the new secret. */
  expires_at?: string | undefined;
}

/** The key with another secret. The times that it had were those of the secret before; a rotation still to come is called off. */
export function rotated(now: number, key: StoredProviderKey, { sealed, overlap, at, expires_at }: Rotation) {
  const { next: _, ...before } = asOf(now, key);
  const moment = at === undefined ? now : Math.max(Date.parse(at), now);
  const until = new Date(moment + overlap).toISOString();
  const expiry = expires_at !== undefined && { expires_at };
  if (moment > now) return { ...before, next: { sealed, at: new Date(moment).toISOString(), until, ...expiry } };
  const { previous: __, ...rest } = withoutTimes(before);
  return {
    ...rest,
    sealed,
    generation: (before.generation ?? 0) + 1,
    ...expiry,
    ...(overlap > 0 && { previous: { sealed: before.sealed, until } }),
  };
}

function withoutTimes<Key extends StoredProviderKey>({ not_before: _, expires_at: __, ...rest }: Key) {
  return rest;
}
