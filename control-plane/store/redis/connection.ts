import { createClient, ErrorReply } from "redis";
import { OperatorError } from "../../process/operator-error.ts";
import { StoreUnavailable } from "../errors.ts";
import { isNotAllowed, isNotNow, reasonOf } from "./redis-errors.ts";
import type { Script } from "./script/script.ts";

/** How long an answer is waited for, a lost connection's return included. Ten thousand resources take 0.3 s. */
const ANSWER_MS = 3_000;
/** The first connection may take longer: a Redis that is started at the same time, TLS, a name to look up. */
const FIRST_MS = 5_000;

type Client = ReturnType<typeof createClient>;

/**
 * A connection that comes back by itself. What is asked meanwhile waits for it, but no longer than `ANSWER_MS`; what
 * was given up is not done later.
 */
export class Connection {
  /** For messages: the URL without its password. */
  readonly name: string;
  readonly #url: string;
  readonly #channel: string;
  readonly #onMessage: (message: string) => void;
  #client: Client;
  #lastError: unknown;
  #closed = false;

  private constructor(url: string, channel: string, onMessage: (message: string) => void) {
    const { protocol, host, pathname } = new URL(url);
    this.name = `${protocol}//${host}${pathname}`;
    this.#url = url;
    this.#channel = channel;
    this.#onMessage = onMessage;
    this.#client = this.#make(true);
  }

  /**
   * @param channel messages of this channel are handed to `onMessage`; those of a lost connection are lost
   * @throws OperatorError if it is not to be had within `FIRST_MS`
   */
  static async open(url: string, channel: string, onMessage: (message: string) => void): Promise<Connection> {
    const connection = new Connection(url, channel, onMessage);
    try {
      await within(FIRST_MS, connection.#connect(connection.#client));
      return connection;
    } catch (error) {
      connection.close();
      const reason = reasonOf(error === LATE ? connection.#lastError : error);
      throw new OperatorError(
        `${connection.name}: the store cannot be reached: ${reason}: see that Redis runs there, and takes this user and password`,
      );
    }
  }

  /** @throws StoreUnavailable */
  async run<T>(work: (client: Client) => Promise<T>): Promise<T> {
    if (this.#closed) throw new StoreUnavailable(`${this.name}: the store is closed`);
    const client = this.#client;
    try {
      return await within(ANSWER_MS, work(client));
    } catch (error) {
      if (error === LATE) {
        const reason = client.isReady ? `no answer within ${ANSWER_MS / 1000} s` : reasonOf(this.#lastError);
        this.#renew(client);
        throw this.#unavailable(reason);
      }
      if (isNotNow(error)) throw this.#unavailable(reasonOf(error));
      throw error;
    }
  }

  /** @throws StoreUnavailable */
  script<T>({ sha1, lua }: Script, keys: string[], values: string[]): Promise<T> {
    // Word for word: the client's own method puts them on the stack, which ten thousand resources overflow.
    const words = [String(keys.length), ...keys, ...values];
    return this.run(async (client) => {
      try {
        return (await client.sendCommand(["EVALSHA", sha1, ...words])) as T;
      } catch (error) {
        if (!(error instanceof ErrorReply && error.message.startsWith("NOSCRIPT"))) throw error;
        return (await client.sendCommand(["EVAL", lua, ...words])) as T;
      }
    });
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#client.destroy();
  }

  #make(first: boolean): Client {
    const client = createClient({
      url: this.#url,
      socket: {
        connectTimeout: FIRST_MS,
        // A wrong password does not get right by trying, unless it was right before.
        reconnectStrategy: (retries, cause) =>
          first && isNotAllowed(cause) ? cause : Math.min(50 * 2 ** retries, 1_000),
      },
    });
    client.on("error", (error: unknown) => {
      this.#lastError = error;
    });
    client.on("ready", () => {
      first = false;
    });
    return client as Client;
  }

  async #connect(client: Client): Promise<void> {
    await client.connect();
    await client.subscribe(this.#channel, this.#onMessage);
  }

  /** A connection that is dead without having said so, or what is queued for one that is lost, is thrown away whole. */
  #renew(client: Client): void {
    if (this.#closed || client !== this.#client) return;
    client.destroy();
    this.#client = this.#make(false);
    this.#connect(this.#client).catch((error: unknown) => {
      this.#lastError = error;
    });
  }

  #unavailable(reason: string): StoreUnavailable {
    return new StoreUnavailable(
      `${this.name}: the store cannot be reached: ${reason}; a change that was under way may or may not be made`,
    );
  }
}

const LATE = Symbol("late");

/** @throws LATE */
async function within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(LATE), milliseconds);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
