/** Where a stream stands on its way from a provider to the client. */
export enum Phase {
  /** Nothing of the answer has come. The head is held: another target can still take over. */
  Waiting,
  /** Some of it has, and the head is held until the stream has shown how fast it is. */
  Timed,
  /** The answer is the client's. */
  Flowing,
  /** The client has the answer's last event, or the error that the provider told in its place. */
  Ended,
  /** A limit has ended the answer: what the provider goes on to say is charged, and told to nobody. */
  EndedHard,
  /** The gateway has told the client that the stream broke: the rest of it is told to nobody. */
  Broken,
  /** It was no answer: its head says so. */
  Failed,
}
