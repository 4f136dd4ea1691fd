import type { LivePolicy } from "../../managed/live-policy.ts";
import type { Caller } from "../route/caller.ts";
import type { Event, Feed } from "./feed.ts";
import { seenBy } from "./seen-by.ts";

/** Where a caller's events are written. */
interface Sink {
  write(event: Event): void;
  /** Bytes that wait because the reader is slow. */
  waiting(): number;
  /** Ends it: the reader is too slow. */
  drop(): void;
}

/** More than this is not kept for a reader: it is dropped, and catches up by its last event id. */
const MOST_WAITING = 1 << 20;

/**
 * Writes what a caller may see of the feed, from the events on that it missed.
 *
 * @param lastEventId the `id` of the last that it has; undefined: from now on
 * @returns ends it
 */
export function subscribe(feed: Feed, live: LivePolicy, caller: Caller, lastEventId: number | undefined, sink: Sink) {
  let held: Event[] | undefined = lastEventId === undefined ? undefined : [];
  let last = lastEventId ?? 0;
  let ended = false;
  const write = (event: Event) => {
    // What came while the missed ones were read is among them.
    if (ended || (event.type === "audit" && event.id <= last)) return;
    if (event.type === "audit") last = event.id;
    const seen = seenBy(live, caller, event);
    if (seen === undefined) return;
    sink.write(seen);
    if (sink.waiting() > MOST_WAITING) {
      end();
      sink.drop();
    }
  };
  const endListening = feed.listen((event) => (held === undefined ? write(event) : held.push(event)));
  const end = () => {
    ended = true;
    endListening();
  };
  if (held !== undefined) void catchUp();

  async function catchUp(): Promise<void> {
    try {
      for (let events = await feed.missed(last); events.length > 0 && !ended; events = await feed.missed(last)) {
        for (const event of events) write(event);
      }
    } catch {
      // The store cannot be read now: the reader comes again, with the same last event id.
      end();
      sink.drop();
      return;
    }
    const waited = held ?? [];
    held = undefined;
    for (const event of waited) write(event);
    write({ type: "policy", id: last, data: { digest: live.current.policy.version } });
  }
  return end;
}

/** `Last-Event-ID`: a number that an event had, or undefined. */
export function eventId(text: string | undefined | null): number | undefined {
  return text !== undefined && text !== null && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}
