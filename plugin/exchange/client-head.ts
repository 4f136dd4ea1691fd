import { ABSENT, length, Span, same } from "../wire/span";

/** What a request's headers tell of the client, while its dialect is not known yet. */
export class ClientHead {
  /** The client key, wherever a client of any dialect puts it. */
  secret: Span = ABSENT;
  /** Two keys that are not the same: which of them another reader of this head takes for the caller's, nobody knows. */
  contradictory: bool = false;
  /** The dialect of which the client is, by a header that no other sends; empty: none tells. */
  speaks: string = "";
  /** The dialect whose clients send the key in that header; empty: it came as `authorization`. */
  leansTo: string = "";

  /** Some clients send their key in two places. */
  present(secret: Span): void {
    if (length(secret) == 0) return;
    if (this.secret != ABSENT && !same(this.secret, secret)) this.contradictory = true;
    this.secret = secret;
  }
}
